package io.parley.localstack.edge;

import io.parley.localstack.process.StackException;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

/** One event loop of the edge; {@link #start(Vertx, EdgeConfig)} runs two that share the port. */
public final class Edge extends AbstractVerticle {
  private static final int EVENT_LOOPS = 2;
  private static final int CONNECT_TIMEOUT_MILLIS = 1_000;
  private static final int MAX_REQUESTS_IN_FLIGHT = 256;
  private static final int MAX_SOCKETS = 1_000_000;
  private static final int KEEP_ALIVE_SECONDS = 30;

  private final EdgeConfig config;
  private final Readiness readiness;
  private final Routes routes;
  private final Map<String, ServiceProxy> proxies = new HashMap<>();
  private HttpClient requests;
  private SocketTunnel sockets;
  private WebFiles webFiles;

  private Edge(EdgeConfig config, Readiness readiness) {
    this.config = config;
    this.readiness = readiness;
    this.routes = new Routes(config);
  }

  /** Starts the edge on the loopback interface; returns once it listens. */
  public static void start(Vertx vertx, EdgeConfig config) {
    Readiness readiness = Readiness.watching(vertx, config.balanced());
    try {
      vertx
          .deployVerticle(
              () -> new Edge(config, readiness), new DeploymentOptions().setInstances(EVENT_LOOPS))
          .toCompletionStage()
          .toCompletableFuture()
          .join();
    } catch (CompletionException e) {
      throw new StackException("The edge cannot listen on port " + config.port(), e.getCause());
    }
  }

  @Override
  public void start(Promise<Void> started) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
            .setTcpNoDelay(true)
            .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
            .setMaxPoolSize(MAX_REQUESTS_IN_FLIGHT);
    requests = vertx.createHttpClient(options);
    sockets =
        new SocketTunnel(
            // Kept alive: without it the client would say "Connection: close" instead of "Upgrade".
            vertx.createHttpClient(new HttpClientOptions(options).setMaxPoolSize(MAX_SOCKETS)),
            readiness);
    webFiles = new WebFiles(vertx, config.webRoot(), config.issuers());
    vertx
        .createHttpServer(
            new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(config.port())
                .setTcpNoDelay(true)
                // No client here gains from HTTP/2 without TLS.
                .setHttp2ClearTextEnabled(false)
                .setAcceptBacklog(4_096))
        .requestHandler(this::route)
        .exceptionHandler(broken -> {})
        .listen()
        .<Void>mapEmpty()
        .onComplete(started);
  }

  private void route(HttpServerRequest request) {
    switch (routes.route(request.path(), request.uri())) {
      case Target.Service(String name, List<Integer> ports, String uri) ->
          proxies
              .computeIfAbsent(
                  name, service -> new ServiceProxy(requests, readiness, routes, service, ports))
              .handle(request);
      case Target.Socket(String name, List<Integer> ports) -> {
        if ("websocket".equalsIgnoreCase(request.getHeader("upgrade"))) {
          sockets.open(request, name, ports);
        } else {
          request.response().putHeader("upgrade", "websocket");
          Problems.send(
              request.response(), 426, "malformed-request", "This address is a WebSocket");
        }
      }
      case Target.WebFile() -> webFiles.handle(request);
      case Target.AmbiguousPath() ->
          Problems.send(request.response(), 400, "malformed-request", "The path is ambiguous");
      case Target.Nothing() ->
          Problems.send(request.response(), 404, "not-found", "There is no such thing here");
    }
  }
}
