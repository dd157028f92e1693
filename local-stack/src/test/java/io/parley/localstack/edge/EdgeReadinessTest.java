package io.parley.localstack.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.localstack.process.Await;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the edge sends to instances that come and go. */
@Timeout(30)
class EdgeReadinessTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int ROUNDS = 4;

  @TempDir private Path webRoot;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Set<Integer> leaving = ConcurrentHashMap.newKeySet();
  private final Map<Integer, Integer> refusals = new ConcurrentHashMap<>();
  private List<Integer> ports;

  @BeforeEach
  void startEdge() {
    ports = Await.freePorts(6);
    List.of(1, 2, 3, 4).forEach(this::listen);
    Edge.start(
        vertx,
        new EdgeConfig(
            ports.get(0),
            List.of(ports.get(1), ports.get(2)),
            List.of(ports.get(3), ports.get(4)),
            List.of(ports.get(5)),
            List.of(ports.get(5)),
            ports.get(5),
            webRoot));
  }

  @AfterEach
  void stop() {
    client.shutdownNow();
    assertThat(vertx.close().toCompletionStage()).succeedsWithin(PATIENCE);
  }

  @Test
  void anInstanceThatLeavesGetsNothingUntilItIsBack() {
    // Given
    Await.until(PATIENCE, () -> answering().equals(Set.of("1", "2")));

    // When
    leaving.add(1);

    // Then
    assertThat(Await.until(PATIENCE, () -> answering().equals(Set.of("2")))).isTrue();
    leaving.remove(1);
    assertThat(Await.until(PATIENCE, () -> answering().equals(Set.of("1", "2")))).isTrue();
  }

  @Test
  void whenNoneIsReadyEachIsStillAsked() {
    // Given
    leaving.addAll(List.of(1, 2));

    // When: a second refusal is asked for after the first one was understood
    assertThat(Await.until(PATIENCE, () -> refusals(1) >= 2 && refusals(2) >= 2)).isTrue();

    // Then
    for (int i = 0; i < ROUNDS; i++) {
      assertThat(answering()).isEqualTo(Set.of("1", "2"));
    }
  }

  @Test
  void aSocketThatOneGatewayTakesNoMoreGoesToTheOther() {
    // Given: it refuses from the first moment on, which the edge has not noticed yet
    leaving.add(3);

    for (int i = 0; i < ROUNDS; i++) {
      // When
      var opening =
          client
              .newWebSocketBuilder()
              .buildAsync(
                  URI.create("ws://localhost:" + ports.get(0) + "/ws/agent"),
                  new WebSocket.Listener() {});

      // Then
      assertThat(opening).succeedsWithin(PATIENCE);
    }
  }

  private int refusals(int number) {
    return refusals.getOrDefault(number, 0);
  }

  /** Who answers some requests in a row. */
  private Set<String> answering() {
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < ROUNDS; i++) {
      names.add(get("/api/conversations/1"));
    }
    return names;
  }

  private String get(String path) {
    try {
      URI uri = URI.create("http://localhost:" + ports.get(0) + path);
      return client
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void listen(int number) {
    vertx
        .createHttpServer()
        .requestHandler(request -> answer(request, number))
        .listen(ports.get(number), "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private void answer(HttpServerRequest request, int number) {
    boolean refuses = leaving.contains(number);
    if ("websocket".equalsIgnoreCase(request.getHeader("upgrade")) && !refuses) {
      request.toWebSocket();
    } else {
      boolean asksSomething = request.path().startsWith("/api/");
      boolean unready = refuses && !asksSomething;
      if (unready) {
        refusals.merge(number, 1, Integer::sum);
      }
      request.response().setStatusCode(unready ? 503 : 200).end(Integer.toString(number));
    }
  }
}
