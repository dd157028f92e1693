package io.parley.localstack.edge;

import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Passes a WebSocket on to a service. Only the handshake is read; after it the bytes flow both ways
 * as they come, on one event loop, and the end of either side ends the other.
 */
final class SocketTunnel {
  private static final long LINGER_MILLIS = 1_000;
  private static final int UNAVAILABLE = 503;

  private final HttpClient client;
  private final Upstreams upstreams;

  /**
   * @param client made on the event loop of the requests, so that both sides of a tunnel share it
   */
  SocketTunnel(HttpClient client, Readiness readiness) {
    this.client = client;
    this.upstreams = new Upstreams(readiness);
  }

  void open(HttpServerRequest request, String service, List<Integer> ports) {
    request.pause();
    HttpServerResponse response = request.response();
    knock(request, upstreams.inTurn(ports))
        .onSuccess(answer -> answered(request, answer))
        .onFailure(
            failure -> {
              request.resume();
              Problems.sendUnavailable(response, service);
            });
  }

  /** Asks the next instance when one cannot be reached, or takes nobody in because it leaves. */
  private Future<HttpClientResponse> knock(HttpServerRequest request, List<Integer> left) {
    RequestOptions options = new RequestOptions().setMethod(HttpMethod.GET).setURI(request.uri());
    Future<HttpClientResponse> answer =
        client
            .request(Upstreams.at(left.getFirst(), options))
            .compose(upstream -> handshake(request, upstream));
    if (left.size() == 1) {
      return answer;
    }
    List<Integer> others = left.subList(1, left.size());
    return answer.transform(
        tried -> {
          if (tried.failed()) {
            return request.response().closed()
                ? Future.failedFuture(tried.cause())
                : knock(request, others);
          }
          if (tried.result().statusCode() != UNAVAILABLE) {
            return answer;
          }
          tried.result().request().reset();
          return knock(request, others);
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
          .onSuccess(
              above -> {
                join(above, below);
                forgetToken(answer.request().headers());
              })
          .onFailure(failure -> below.close());
    } else {
      // A refusal such as 401 is an ordinary response.
      request.resume();
      answer.pipeTo(response).onFailure(failure -> response.reset());
    }
  }

  /** The client keeps the headers as long as the tunnel stands; a token is most of them. */
  private static void forgetToken(MultiMap headers) {
    headers.remove(HttpHeaders.AUTHORIZATION);
    headers.remove("sec-websocket-protocol");
  }

  private static void join(NetSocket above, NetSocket below) {
    Runnable end = () -> end(above, below);
    above.closeHandler(gone -> end.run());
    below.closeHandler(gone -> end.run());
    above.exceptionHandler(broken -> end.run());
    below.exceptionHandler(broken -> end.run());
    flow(above, below, end);
    flow(below, above, end);
  }

  /**
   * Ends both sides; the client's in halves: the one that goes to it at once, the other when it has
   * closed or after a moment. Closing both while the client still writes would reset the
   * connection, and it would lose the service's last words, which say why.
   */
  private static void end(NetSocket above, NetSocket below) {
    below.close();
    if (!(above instanceof NetSocketInternal inner)
        || !(inner.channelHandlerContext().channel() instanceof DuplexChannel client)
        || !client.isActive()) {
      above.close();
      return;
    }
    if (client.isOutputShutdown()) {
      return;
    }
    above.handler(late -> {});
    above.resume();
    above
        .write(Buffer.buffer())
        .onComplete(
            written -> {
              ChannelFuture unused = client.shutdownOutput();
            });
    ScheduledFuture<?> unused =
        client.eventLoop().schedule(() -> above.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Copies until the other side is full, then waits for it. */
  private static void flow(NetSocket from, NetSocket to, Runnable end) {
    from.handler(
        bytes -> {
          // A side that died is first noticed by the write that it does not take.
          to.write(bytes).onFailure(lost -> end.run());
          if (to.writeQueueFull()) {
            from.pause();
            to.drainHandler(drained -> from.resume());
          }
        });
    from.resume();
  }
}
