package io.parley.attachment.upload;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/**
 * The rest of a body whose fate is known already. It is read and thrown away for a moment, for a
 * connection that is closed while the client still writes is reset, and the answer lost on its way.
 */
final class Leftovers {
  private static final long MAX_BYTES = 16_777_216;
  private static final long MAX_MILLIS = 3_000;

  private final HttpServerRequest request;
  private long bytes;

  private Leftovers(HttpServerRequest request) {
    this.request = request;
  }

  static void discard(Vertx vertx, HttpServerRequest request) {
    if (request.isEnded()) {
      return;
    }
    Leftovers rest = new Leftovers(request);
    long timer = vertx.setTimer(MAX_MILLIS, late -> rest.close());
    request.exceptionHandler(gone -> vertx.cancelTimer(timer));
    request.endHandler(end -> vertx.cancelTimer(timer));
    request.handler(
        buffer -> {
          rest.bytes += buffer.length();
          if (rest.bytes > MAX_BYTES) {
            vertx.cancelTimer(timer);
            rest.close();
          }
        });
    request.resume();
  }

  private void close() {
    request.connection().close();
  }
}
