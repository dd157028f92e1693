package io.parley.e2e.containers;

import io.parley.e2e.stack.Parley;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The {@code docker} command, run in the repository's root. */
final class Docker {
  private final Map<String, String> environment;

  Docker(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** What a finished command left behind; its errors are among its output. */
  record Outcome(int exitCode, String output) {}

  /** Starts a command whose output is the caller's to read. */
  Process start(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(Parley.home().toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command whatever comes of it. */
  Outcome attempt(List<String> arguments) {
    Process process = start(arguments);
    try {
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      process.waitFor(1, TimeUnit.MINUTES);
      return new Outcome(process.exitValue(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Runs a command that has to work. */
  String run(List<String> arguments) {
    Outcome outcome = attempt(arguments);
    if (outcome.exitCode() != 0) {
      throw new AssertionError(
          "docker " + String.join(" ", arguments) + " failed:\n" + outcome.output());
    }
    return outcome.output();
  }
}
