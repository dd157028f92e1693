package io.parley.localstack.edge;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** The edge's own errors, in the form of all errors of Parley (RFC 9457). */
final class Problems {
  static final String CONTENT_TYPE = "application/problem+json";

  private Problems() {}

  static String unavailable(String service) {
    return body(503, "unavailable", "Service unavailable", service + " does not answer");
  }

  static void send(HttpServerResponse response, int status, String code, String title) {
    if (response.ended() || response.closed()) {
      return;
    }
    response
        .setStatusCode(status)
        .putHeader("content-type", CONTENT_TYPE)
        .putHeader("cache-control", "no-store")
        .end(body(status, code, title, title));
  }

  static void sendUnavailable(HttpServerResponse response, String service) {
    if (response.headWritten() || response.closed()) {
      response.reset();
      return;
    }
    response
        .setStatusCode(503)
        .putHeader("content-type", CONTENT_TYPE)
        .putHeader("retry-after", "1")
        .putHeader("cache-control", "no-store")
        .end(unavailable(service));
  }

  private static String body(int status, String code, String title, String detail) {
    return new JsonObject()
        .put("type", "about:blank")
        .put("title", title)
        .put("status", status)
        .put("detail", detail)
        .put("code", code)
        .encode();
  }
}
