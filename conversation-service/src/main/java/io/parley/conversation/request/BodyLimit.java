package io.parley.conversation.request;

import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;
import io.parley.rest.problem.RouteProblems;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.HttpHeaders;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses a body that is too large before a REST route is found. */
@ApplicationScoped
class BodyLimit {
  private final MemorySize maxBody;
  private final BodyHandler countedBody;

  BodyLimit(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize maxBody) {
    this.maxBody = maxBody;
    this.countedBody = BodyHandler.create(false).setBodyLimit(maxBody.asLongValue());
  }

  void register(@Observes Router router) {
    // Before the server's own check, which answers without a body.
    router
        .route()
        .order(Integer.MIN_VALUE)
        .handler(this::refuseLargeBody)
        .failureHandler(BodyLimit::cutOff);
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
    RouteProblems.answer(context, Problem.of(ProblemCode.PAYLOAD_TOO_LARGE, "Send less at once."));
  }

  private boolean isMore(String length) {
    try {
      return Long.parseLong(length) > maxBody.asLongValue();
    } catch (NumberFormatException e) {
      // Refused as malformed by the server.
      return false;
    }
  }
}
