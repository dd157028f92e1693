package io.parley.bench.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A stack takes its port and the nineteen after it. */
final class PortRange {
  static final int SIZE = 20;
  private static final int FIRST = 24_000;
  private static final int LAST = 25_000;

  private PortRange() {}

  /** The first port of a range of which nothing is taken now. */
  static int free() {
    for (int port = FIRST; port < LAST; port += SIZE) {
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "No %d free ports in a row between %d and %d".formatted(SIZE, FIRST, LAST));
  }

  private static boolean isFree(int first) {
    for (int port = first; port < first + SIZE; port++) {
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        if (!socket.isBound()) {
          return false;
        }
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }
}
