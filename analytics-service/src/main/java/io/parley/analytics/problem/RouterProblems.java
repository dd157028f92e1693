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
    HttpServerResponse response = context.response();
    if (!response.headWritten() && !response.ended()) {
      Problem problem = Problem.of(ProblemCode.UNAUTHENTICATED, "Send a bearer token.");
      response
          .setStatusCode(problem.code().status())
          .putHeader(HttpHeaders.WWW_AUTHENTICATE, ProblemResponses.CHALLENGE)
          .putHeader(HttpHeaders.CONTENT_TYPE, ProblemDetails.MEDIA_TYPE)
          .end(body(problem));
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
