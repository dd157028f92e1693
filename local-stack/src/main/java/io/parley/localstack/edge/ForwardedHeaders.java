package io.parley.localstack.edge;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;

/** Tells a service how the request reached the edge. What a client claimed is replaced. */
final class ForwardedHeaders {
  private ForwardedHeaders() {}

  static void set(HttpServerRequest request, MultiMap headers) {
    headers.remove("forwarded");
    headers.set("x-forwarded-for", request.remoteAddress().hostAddress());
    headers.set("x-forwarded-proto", "http");
    headers.set("x-forwarded-port", Integer.toString(request.localAddress().port()));
    String host = request.getHeader("host");
    if (host == null) {
      headers.remove("x-forwarded-host");
    } else {
      headers.set("x-forwarded-host", host);
    }
  }
}
