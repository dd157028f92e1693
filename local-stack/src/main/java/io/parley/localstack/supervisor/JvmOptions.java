package io.parley.localstack.supervisor;

import java.nio.file.Path;
import java.util.List;

/** Small JVMs that start fast: many of them share one developer's machine. */
final class JvmOptions {
  private JvmOptions() {}

  static List<String> service(Path data, String service) {
    return List.of("-Xmx256m", "-Xms64m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");
  }

  static List<String> broker(Path data) {
    return List.of("-Xmx256m", "-Xms128m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");
  }
}
