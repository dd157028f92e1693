package io.parley.localstack.postgres;

import io.parley.localstack.process.StackException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL refuses to run as root. In a user namespace without a mapping root is nobody, while
 * its files stay root's own, so nothing has to change hands.
 */
final class Rootless {
  private static final class Probe {
    static final boolean ROOT = "root".equals(System.getProperty("user.name"));
    static final boolean NAMESPACES = ROOT && succeeds("unshare", "--user", "true");
  }

  private Rootless() {}

  static List<String> wrap(List<String> command) {
    if (!Probe.ROOT) {
      return command;
    }
    if (!Probe.NAMESPACES) {
      throw new StackException(
          "PostgreSQL refuses to run as root and this machine allows no user namespaces:"
              + " run as an ordinary user");
    }
    List<String> wrapped = new ArrayList<>(List.of("unshare", "--user"));
    wrapped.addAll(command);
    return wrapped;
  }

  private static boolean succeeds(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
