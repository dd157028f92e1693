package io.parley.gateway.support;

import io.parley.localstack.Infrastructure;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Map;
import java.util.TreeMap;

/** Kafka and the issuer as they are in production, and short intervals. */
public class GatewayTestResource implements QuarkusTestResourceLifecycleManager {
  public static final String ORIGIN = "http://localhost:8080";

  @Override
  public Map<String, String> start() {
    Map<String, String> settings = new TreeMap<>(Infrastructure.start().environment());
    int port = freePort();
    settings.put("PARLEY_CONVERSATION_SERVICE_URL", "http://localhost:" + port);
    settings.put("test.conversation-service.port", Integer.toString(port));
    settings.put("PARLEY_ALLOWED_ORIGINS", ORIGIN);
    settings.put("quarkus.http.test-port", "0");
    settings.put("parley.gateway.sockets.ping-interval", "3s");
    settings.put("parley.gateway.sockets.close-timeout", "1s");
    settings.put("parley.gateway.sockets.role-check-interval", "500ms");
    settings.put("parley.gateway.sockets.per-identity", "20");
    settings.put("parley.rate-limits.socket-opens-of-address", "1/s, 10 at once");
    settings.put("parley.rate-limits.socket-opens-of-identity", "10/s, 100 at once");
    settings.put("parley.gateway.marks.flush-interval", "100ms");
    settings.put("parley.gateway.kafka.metadata-interval", "500ms");
    settings.put("parley.gateway.kafka.alive-interval", "300ms");
    settings.put("parley.gateway.feeds.retry-delay", "100ms");
    settings.put("parley.gateway.feeds.page-size", "50");
    return settings;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    // The infrastructure is shared with other tests and stops with this JVM.
  }
}
