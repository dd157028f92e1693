package io.parley.rest.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.parley.contracts.json.Json;
import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;
import io.parley.contracts.problem.ProblemDetails;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.logging.Logger;

/** Problems for the routes that stream, and for what is refused before any route. */
public final class RouteProblems {
  private static final Logger LOG = Logger.getLogger(RouteProblems.class);

  private RouteProblems() {}

  /** Answers with what a failure means to the client. */
  public static void answer(RoutingContext context, Throwable failure) {
    if (context.response().closed()) {
      LOG.debugf("The client left: %s", failure);
      return;
    }
    answer(context, of(failure));
  }

  /** Answers, unless the answer has begun already. */
  public static void answer(RoutingContext context, Problem problem) {
    HttpServerResponse response = context.response();
    if (response.headWritten() || response.closed()) {
      return;
    }
    ProblemCode code = problem.code();
    response
        .setStatusCode(code.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, ProblemDetails.MEDIA_TYPE)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (code == ProblemCode.UNAUTHENTICATED) {
      response.putHeader(HttpHeaders.WWW_AUTHENTICATE, ProblemResponses.CHALLENGE);
    }
    if (ProblemResponses.saysWhenToRetry(code)) {
      response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(code.retryAfter().toSeconds()));
    }
    response.end(body(problem));
  }

  /** The answer to somebody who is not signed in. */
  public static void challenge(RoutingContext context) {
    answer(context, Problem.of(ProblemCode.UNAUTHENTICATED, "Send a bearer token."));
  }

  private static Problem of(Throwable failure) {
    if (failure instanceof ProblemException refused) {
      return refused.problem();
    }
    if (Outages.isOutage(failure)) {
      LOG.warnf("Answered unavailable: %s", failure.toString());
      return Problem.of(
          ProblemCode.UNAVAILABLE, "A part that this needs is down. Try again in a moment.");
    }
    LOG.error("Answered internal", failure);
    return Problem.of(ProblemCode.INTERNAL, "The fault is logged and not yours.");
  }

  private static Buffer body(Problem problem) {
    try {
      return Buffer.buffer(Json.tolerant().writeValueAsBytes(ProblemDetails.of(problem)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A record of plain values is always JSON", e);
    }
  }
}
