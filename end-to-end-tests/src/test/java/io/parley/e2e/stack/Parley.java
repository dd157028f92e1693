package io.parley.e2e.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The {@code ./parley} command of this repository. */
public final class Parley {
  private static final int FIRST_PORT = 23_000;
  private static final int LAST_PORT = 23_980;

  /** Ports of one stack, counted from its public one. */
  private static final int PORTS = 20;

  private static int nextPort = FIRST_PORT;

  private Parley() {}

  /** What a finished command left behind. */
  public record Outcome(int exitCode, List<String> out, List<String> err) {}

  /** The repository's root: the folder above that holds {@code parley}. */
  public static Path home() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(folder.resolve("parley"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("These tests run inside the repository");
      }
    }
    return folder;
  }

  /** A public port with all that belong to it free. */
  public static synchronized int freePort() {
    for (; nextPort <= LAST_PORT; nextPort += PORTS) {
      boolean free = true;
      for (int port = nextPort; free && port < nextPort + PORTS; port++) {
        free = isFree(port);
      }
      if (free) {
        nextPort += PORTS;
        return nextPort - PORTS;
      }
    }
    throw new IllegalStateException("No " + PORTS + " free ports in a row");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Starts a command; its output is the caller's to read. */
  public static Process start(List<String> arguments) {
    return start(arguments, Map.of());
  }

  /** Starts a command with more in its environment, which its children inherit. */
  public static Process start(List<String> arguments, Map<String, String> environment) {
    List<String> command = new ArrayList<>(List.of("./parley"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(home().toFile());
    // The JDK of these tests may be another than the one that parley would find.
    builder.environment().putIfAbsent("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command that ends by itself. */
  public static Outcome run(String... arguments) {
    Process process = start(List.of(arguments));
    try {
      Path err = Files.createTempFile("parley", ".err");
      // Not virtual: reading a pipe keeps its carrier, and two cores have two of them.
      Thread errors =
          Thread.ofPlatform()
              .daemon()
              .start(
                  () -> {
                    try {
                      Files.write(err, process.getErrorStream().readAllBytes());
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  });
      List<String> out = process.inputReader().lines().toList();
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("./parley " + String.join(" ", arguments) + " does not end");
      }
      errors.join();
      List<String> lines = Files.readAllLines(err);
      Files.delete(err);
      return new Outcome(process.exitValue(), out, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
