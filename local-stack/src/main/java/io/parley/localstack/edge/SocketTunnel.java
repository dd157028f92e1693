package io.parley.localstack.edge;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetSocket;
import java.util.List;

/**
 * Passes a WebSocket on to a service. Only the handshake is read; after it the bytes flow both ways
 * as they come, on one event loop, and the end of either side ends the other at once.
 */
final class SocketTunnel {
  private final HttpClient client;
  private final Upstreams upstreams = new Upstreams();

  /**
   * @param client made on the event loop of the requests, so that both sides of a tunnel share it
   */
  SocketTunnel(HttpClient client) {
    this.client = client;
  }

  void open(HttpServerRequest request, String service, List<Integer> ports) {
    request.pause();
    HttpServerResponse response = request.response();
    RequestOptions options = new RequestOptions().setMethod(HttpMethod.GET).setURI(request.uri());
    upstreams
        .connect(client, ports, options)
        .compose(upstream -> handshake(request, upstream))
        .onSuccess(answer -> answered(request, answer))
        .onFailure(
            failure -> {
              request.resume();
              Problems.sendUnavailable(response, service);
            });
  }

  private static Future<HttpClientResponse> handshake(
      HttpServerRequest request, HttpClientRequest upstream) {
    upstream.headers().setAll(request.headers());
    ForwardedHeaders.set(request, upstream.headers());
    // What goes wrong is told by the future; without a handler it would be logged as well.
    upstream.exceptionHandler(told -> {});
    // Until the tunnel stands: a client that has left must not leave a half-made one behind.
    request.connection().closeHandler(gone -> upstream.reset());
    return upstream.connect();
  }

  private static void answered(HttpServerRequest request, HttpClientResponse answer) {
    HttpServerResponse response = request.response();
    request.connection().closeHandler(null);
    response.setStatusCode(answer.statusCode());
    response.headers().addAll(answer.headers());
    if (answer.statusCode() == 101) {
      NetSocket below = answer.netSocket();
      request
          .toNetSocket()
          .onSuccess(above -> join(above, below))
          .onFailure(failure -> below.close());
    } else {
      // A refusal such as 401 is an ordinary response.
      request.resume();
      answer.pipeTo(response).onFailure(failure -> response.reset());
    }
  }

  private static void join(NetSocket above, NetSocket below) {
    above.closeHandler(gone -> below.close());
    below.closeHandler(gone -> above.close());
    above.exceptionHandler(broken -> end(above, below));
    below.exceptionHandler(broken -> end(above, below));
    flow(above, below);
    flow(below, above);
  }

  private static void end(NetSocket one, NetSocket other) {
    one.close();
    other.close();
  }

  /** Copies until the other side is full, then waits for it. */
  private static void flow(NetSocket from, NetSocket to) {
    from.handler(
        bytes -> {
          // A side that died is first noticed by the write that it does not take.
          to.write(bytes).onFailure(lost -> end(from, to));
          if (to.writeQueueFull()) {
            from.pause();
            to.drainHandler(drained -> from.resume());
          }
        });
    from.resume();
  }
}
