package io.parley.localstack.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of child JVMs that run a class of this module. */
public final class ChildJvm {
  private ChildJvm() {}

  /** The {@code java} of this process. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Keeps warnings about what libraries do inside out of the logs; empty where unknown. */
  public static List<String> quiet() {
    return Runtime.version().feature() >= 24
        ? List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")
        : List.of();
  }

  /**
   * Runs {@code main} with the class path of this JVM. Under Surefire that is a jar with a manifest
   * of all entries, which serves a child as well as it serves the test JVM.
   */
  public static List<String> command(List<String> jvmOptions, String main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(jvmOptions);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main);
    command.addAll(arguments);
    return command;
  }
}
