package io.parley.analytics.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.parley.contracts.json.Json;
import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;
import io.parley.contracts.problem.ProblemDetails;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.HttpHeaders;

/** Problems for what is refused before a REST route is found. */
public final class RouterProblems {
  private RouterProblems() {}

  /** The answer to somebody who is not signed in. */
  public static void challenge(RoutingContext context) {
    if (!context.response().headWritten()) {
      context.response().putHeader(HttpHeaders.WWW_AUTHENTICATE, ProblemResponses.CHALLENGE);
      end(context, ProblemCode.UNAUTHENTICATED, "Send a bearer token.");
    }
  }

  /** The answer to somebody who asks too often. */
  public static void tooOften(RoutingContext context, String detail) {
    end(context, ProblemCode.RATE_LIMITED, detail);
  }

  private static void end(RoutingContext context, ProblemCode code, String detail) {
    HttpServerResponse response = context.response();
    if (!response.ended()) {
      if (ProblemResponses.saysWhenToRetry(code)) {
        response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(code.retryAfter().toSeconds()));
      }
      response
          .setStatusCode(code.status())
          .putHeader(HttpHeaders.CONTENT_TYPE, ProblemDetails.MEDIA_TYPE)
          .end(body(Problem.of(code, detail)));
    }
  }

  private static Buffer body(Problem problem) {
    try {
      return Buffer.buffer(Json.tolerant().writeValueAsBytes(ProblemDetails.of(problem)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A record of plain values is always JSON", e);
    }
  }
}
