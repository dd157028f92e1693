package io.parley.localstack.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What is needed to start a child and to recognise it later.
 *
 * @param name short name, also of its pid file and log
 * @param command program and arguments
 * @param environment added to this process's own environment
 * @param mark a string that occurs in the command line of this child and of no stranger, usually
 *     the absolute path of its data; a pid file alone could by now name somebody else's process
 * @param pidFile holds the pid, nothing else
 * @param logFile receives stdout and stderr, appended
 */
public record ProcessSpec(
    String name,
    List<String> command,
    Map<String, String> environment,
    String mark,
    Path pidFile,
    Path logFile) {

  /** The usual places below a data folder: {@code run/NAME.pid} and {@code logs/NAME.log}. */
  public static ProcessSpec in(
      Path data, String name, List<String> command, Map<String, String> environment, String mark) {
    return new ProcessSpec(
        name,
        List.copyOf(command),
        Map.copyOf(environment),
        mark,
        data.resolve("run").resolve(name + ".pid"),
        data.resolve("logs").resolve(name + ".log"));
  }
}
