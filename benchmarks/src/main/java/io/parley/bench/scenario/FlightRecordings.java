package io.parley.bench.scenario;

import io.parley.bench.cost.MemoryMeter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** JDK Flight Recordings of the stack's Java processes, for a look at where time goes. */
final class FlightRecordings implements AutoCloseable {
  private static final String NAME = "name=parley-bench";

  private final Map<Long, String> processes;
  private final Path folder;

  private FlightRecordings(Map<Long, String> processes, Path folder) {
    this.processes = processes;
    this.folder = folder;
  }

  static FlightRecordings start(Map<Long, String> processes, Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    processes.keySet().forEach(pid -> MemoryMeter.jcmd(pid, "JFR.start", NAME, "settings=profile"));
    return new FlightRecordings(processes, folder);
  }

  void dump() {
    processes.forEach(
        (pid, name) ->
            MemoryMeter.jcmd(
                pid,
                "JFR.dump",
                NAME,
                "filename=" + folder.toAbsolutePath().resolve(name + ".jfr")));
  }

  @Override
  public void close() {
    processes.keySet().forEach(pid -> MemoryMeter.jcmd(pid, "JFR.stop", NAME));
  }
}
