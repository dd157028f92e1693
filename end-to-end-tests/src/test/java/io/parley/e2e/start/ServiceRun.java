package io.parley.e2e.start;

import io.parley.e2e.stack.Parley;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A service that was started by itself, with this environment and nothing else, and has ended.
 *
 * @param output what it printed, a line each
 */
record ServiceRun(int exitCode, List<String> output) {
  private static final long PATIENCE_SECONDS = 90;

  static ServiceRun of(String service, Map<String, String> environment) {
    try {
      Path output = Files.createTempFile(service, ".log");
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx256m",
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "-jar",
              Parley.home().resolve(service + "/target/quarkus-app/quarkus-run.jar").toString());
      builder.environment().clear();
      builder.environment().putAll(environment);
      Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(service + " runs on: " + Files.readAllLines(output));
      }
      List<String> lines = Files.readAllLines(output);
      Files.delete(output);
      return new ServiceRun(
          process.exitValue(),
          lines.stream().filter(line -> !line.startsWith("WARNING: ")).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  String text() {
    return String.join("\n", output);
  }
}
