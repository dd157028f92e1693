package io.parley.localstack.edge;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;

/**
 * Which instances say that they are ready, asked again and again. One that leaves says so before it
 * stops taking requests: as long as it waits then ({@code PARLEY_SHUTDOWN_DELAY}) is how long there
 * is to notice.
 */
final class Readiness {
  /** How an instance answers, the best first. */
  enum State {
    READY,
    /** Not in time: on a busy machine that is no reason to ask one that leaves. */
    SLOW,
    /** It says so, or nobody is there. */
    UNREADY
  }

  private static final long INTERVAL_MILLIS = 250;
  private static final long PATIENCE_MILLIS = 1_000;

  private final Vertx vertx;
  private final HttpClient client;
  private final Map<Integer, State> states = new ConcurrentHashMap<>();

  private Readiness(Vertx vertx) {
    this.vertx = vertx;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout((int) PATIENCE_MILLIS).setMaxPoolSize(1));
  }

  /** Watches these ports of the loopback interface; until the first answer each counts as ready. */
  static Readiness watching(Vertx vertx, List<Integer> ports) {
    Readiness readiness = new Readiness(vertx);
    ports.forEach(readiness::ask);
    return readiness;
  }

  /** How the instance answered last; one that nobody watches is ready. */
  State of(int port) {
    return states.getOrDefault(port, State.READY);
  }

  private void ask(int port) {
    client
        .request(
            new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI("/q/health/ready")
                .setTimeout(PATIENCE_MILLIS))
        .compose(HttpClientRequest::send)
        .compose(response -> response.end().map(ended -> response.statusCode()))
        .map(status -> status == 200 ? State.READY : State.UNREADY)
        .otherwise(failure -> failure instanceof TimeoutException ? State.SLOW : State.UNREADY)
        .onSuccess(
            state -> {
              states.put(port, state);
              vertx.setTimer(INTERVAL_MILLIS, id -> ask(port));
            });
  }
}
