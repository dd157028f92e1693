package io.parley.conversation.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.parley.contracts.json.Json;
import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;
import io.parley.contracts.problem.ProblemDetails;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.HttpHeaders;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Problems for what is refused before a REST route is found. */
@ApplicationScoped
public class RouterProblems {

  private final MemorySize maxBody;
  private final BodyHandler countedBody;

  RouterProblems(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize maxBody) {
    this.maxBody = maxBody;
    this.countedBody = BodyHandler.create(false).setBodyLimit(maxBody.asLongValue());
  }

  void register(@Observes Router router) {
    // Before the server's own check, which answers without a body.
    router
        .route()
        .order(Integer.MIN_VALUE)
        .handler(this::refuseLargeBody)
        .failureHandler(RouterProblems::cutOff);
  }

  private void refuseLargeBody(RoutingContext context) {
    String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null) {
      // Comes in chunks, if at all, which the server itself would take without end.
      countedBody.handle(context);
    } else if (isMore(length)) {
      tooLarge(context);
    } else {
      context.next();
    }
  }

  private static void cutOff(RoutingContext context) {
    if (context.statusCode() == ProblemCode.PAYLOAD_TOO_LARGE.status()) {
      tooLarge(context);
    } else {
      context.next();
    }
  }

  private static void tooLarge(RoutingContext context) {
    // What still comes is not read: the connection cannot be used again.
    context.response().putHeader("Connection", "close");
    end(context, ProblemCode.PAYLOAD_TOO_LARGE, "Send less at once.");
  }

  private boolean isMore(String length) {
    try {
      return Long.parseLong(length) > maxBody.asLongValue();
    } catch (NumberFormatException e) {
      // Refused as malformed by the server.
      return false;
    }
  }

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
