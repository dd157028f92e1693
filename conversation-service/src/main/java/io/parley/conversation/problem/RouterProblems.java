package io.parley.conversation.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.parley.contracts.json.Json;
import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;
import io.parley.contracts.problem.ProblemDetails;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.HttpHeaders;

/** Problems for what is refused before a REST route is found. */
@ApplicationScoped
public class RouterProblems {

  void register(@Observes Router router) {
    router.errorHandler(
        400, context -> end(context, ProblemCode.MALFORMED_REQUEST, "The request is not valid."));
    router.errorHandler(
        413, context -> end(context, ProblemCode.PAYLOAD_TOO_LARGE, "Send less at once."));
  }

  /** The answer to somebody who is not signed in. */
  public static void challenge(RoutingContext context) {
    if (!context.response().headWritten()) {
      context.response().putHeader(HttpHeaders.WWW_AUTHENTICATE, ProblemResponses.CHALLENGE);
      end(context, ProblemCode.UNAUTHENTICATED, "Send a bearer token.");
    }
  }

  private static void end(RoutingContext context, ProblemCode code, String detail) {
    HttpServerResponse response = context.response();
    if (!response.ended()) {
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
