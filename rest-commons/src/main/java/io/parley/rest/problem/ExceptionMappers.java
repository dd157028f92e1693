package io.parley.rest.problem;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.parley.contracts.problem.ProblemCode;
import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Whatever goes wrong below a REST route becomes a problem here. */
class ExceptionMappers {
  private static final Logger LOG = Logger.getLogger(ExceptionMappers.class);

  @ServerExceptionMapper
  Response ours(ProblemException refused) {
    return ProblemResponses.of(refused.problem());
  }

  @ServerExceptionMapper
  Response mismatch(MismatchedInputException unreadable) {
    return ProblemResponses.of(JsonProblems.find(unreadable).orElseThrow());
  }

  @ServerExceptionMapper
  Response anonymous(UnauthorizedException refused) {
    return ProblemResponses.of(ProblemCode.UNAUTHENTICATED, "Send a bearer token.");
  }

  @ServerExceptionMapper
  Response badToken(AuthenticationFailedException refused) {
    return authentication(refused);
  }

  @ServerExceptionMapper
  Response badToken(AuthenticationCompletionException refused) {
    return authentication(refused);
  }

  @ServerExceptionMapper
  Response forbidden(ForbiddenException refused) {
    return ProblemResponses.of(ProblemCode.FORBIDDEN, "Ask for the role that this needs.");
  }

  /** What the framework refuses by itself: unknown paths, methods, media types, bodies. */
  @ServerExceptionMapper
  Response framework(WebApplicationException refused, RoutingContext context) {
    Response original = refused.getResponse();
    int status = original.getStatus();
    return switch (status) {
      case 401 -> ProblemResponses.of(ProblemCode.UNAUTHENTICATED, "Send a bearer token.");
      case 403 -> ProblemResponses.of(ProblemCode.FORBIDDEN, "Ask for the role that this needs.");
      case 404 -> ProblemResponses.of(ProblemException.notFound().problem());
      case 405 ->
          withAllow(
              ProblemResponses.of(
                  ProblemCode.METHOD_NOT_ALLOWED,
                  "The address does not take " + context.request().method().name() + "."),
              original);
      case 406 ->
          ProblemResponses.of(
              ProblemCode.NOT_ACCEPTABLE, "Accept application/json, or what else it comes in.");
      case 413 -> ProblemResponses.of(ProblemCode.PAYLOAD_TOO_LARGE, "Send less at once.");
      case 415 -> ProblemResponses.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Send application/json.");
      default -> {
        if (status >= 400 && status < 500) {
          yield JsonProblems.find(refused)
              .map(ProblemResponses::of)
              .orElseGet(
                  () ->
                      ProblemResponses.of(
                          ProblemCode.MALFORMED_REQUEST, "The request or its body is not valid."));
        }
        yield unexpected(refused);
      }
    };
  }

  @ServerExceptionMapper
  Response unexpected(Throwable failure) {
    if (Outages.isOutage(failure) || identityProviderIsAway(failure)) {
      LOG.warnf("Answered unavailable: %s", failure.toString());
      return ProblemResponses.of(
          ProblemCode.UNAVAILABLE, "A part that this needs is down. Try again in a moment.");
    }
    LOG.error("Answered internal", failure);
    return ProblemResponses.of(ProblemCode.INTERNAL, "The fault is logged and not yours.");
  }

  private Response authentication(RuntimeException refused) {
    return identityProviderIsAway(refused)
        ? unexpected(refused)
        : ProblemResponses.of(
            ProblemCode.UNAUTHENTICATED, "The token is not valid here, or no longer.");
  }

  private static boolean identityProviderIsAway(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 5; depth++) {
      if (cause instanceof OIDCException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  private static Response withAllow(Response response, Response original) {
    Object allow = original.getHeaders().getFirst(HttpHeaders.ALLOW);
    return allow == null
        ? response
        : Response.fromResponse(response).header(HttpHeaders.ALLOW, allow).build();
  }
}
