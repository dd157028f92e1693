package io.parley.localstack.supervisor;

import io.parley.localstack.process.StackException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Who listens where, counted from the edge's port. Twenty ports belong to one stack.
 *
 * @param edge the public port
 */
record Ports(int edge) {
  static final int COUNT = 20;
  static final int MAX_CONVERSATION_SERVICES = 5;
  static final int MAX_GATEWAYS = 5;
  static final int MAX_ATTACHMENT_SERVICES = 2;
  static final int MAX_ANALYTICS_SERVICES = 2;

  Ports {
    if (edge < 1 || edge > 65_535 - COUNT) {
      throw new StackException(
          "--port has to be between 1 and " + (65_535 - COUNT) + ", not " + edge);
    }
  }

  /** The first has its own place, a second one is at +18. */
  List<Integer> attachmentServices(int instances) {
    return List.of(edge + 3, edge + 18).subList(0, instances);
  }

  /** The first has its own place, a second one is at +19. */
  List<Integer> analyticsServices(int instances) {
    return List.of(edge + 4, edge + 19).subList(0, instances);
  }

  int postgres() {
    return edge + 5;
  }

  int kafka() {
    return edge + 6;
  }

  int kafkaController() {
    return edge + 7;
  }

  int issuer() {
    return edge + 8;
  }

  int shop() {
    return edge + 9;
  }

  /** The first has its own place, further ones follow from +10. */
  List<Integer> conversationServices(int instances) {
    return IntStream.range(0, instances)
        .map(i -> i == 0 ? edge + 1 : edge + 9 + i)
        .boxed()
        .toList();
  }

  /** The first has its own place, further ones follow from +14. */
  List<Integer> gateways(int instances) {
    return IntStream.range(0, instances)
        .map(i -> i == 0 ? edge + 2 : edge + 13 + i)
        .boxed()
        .toList();
  }

  /** Fails with one line that names the first port that somebody else listens on. */
  static void requireFree(Map<Integer, String> users) {
    for (Map.Entry<Integer, String> user : users.entrySet()) {
      int port = user.getKey();
      try (ServerSocket socket = new ServerSocket()) {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      } catch (IOException e) {
        throw new StackException(
            "Port "
                + port
                + " is taken, and "
                + user.getValue()
                + " needs it: stop the program that listens there, or choose other ports with"
                + " --port",
            e);
      }
    }
  }
}
