package io.parley.gateway.socket;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.parley.contracts.json.Json;
import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;
import io.parley.contracts.problem.ProblemDetails;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.UncheckedIOException;

/**
 * Says to whom is not let in for now why, and when to come back, as every other refusal does:
 * WebSockets Next itself refuses an upgrade with a status and headers alone.
 */
@ApplicationScoped
class RefusedUpgrades {

  /** An upgrade that is refused for now. */
  static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ProblemCode code;

    RefusedException(ProblemCode code, String detail) {
      super(detail, null, false, false);
      this.code = code;
    }
  }

  void register(@Observes Router router) {
    router
        .route("/ws/*")
        .order(Integer.MIN_VALUE)
        .failureHandler(
            context -> {
              if (context.failure() instanceof RefusedException refused) {
                answer(context, refused.code, refused.getMessage());
              } else {
                context.next();
              }
            });
  }

  /** Answers with a code that has a time to come back. */
  static void answer(RoutingContext context, ProblemCode code, String detail) {
    context
        .response()
        .setStatusCode(code.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, ProblemDetails.MEDIA_TYPE)
        .putHeader(HttpHeaders.RETRY_AFTER, Long.toString(code.retryAfter().toSeconds()))
        .putHeader(HttpHeaders.CONNECTION, "close")
        .end(toJson(ProblemDetails.of(Problem.of(code, detail))));
  }

  private static String toJson(ProblemDetails details) {
    try {
      return Json.tolerant().writeValueAsString(details);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("Texts and numbers are always JSON", e);
    }
  }
}
