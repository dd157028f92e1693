package io.parley.rest.problem;

import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;
import io.parley.contracts.problem.ProblemDetails;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** Problems as HTTP responses. */
final class ProblemResponses {
  /** What a 401 must carry (RFC 9110, section 11.6.1). */
  static final String CHALLENGE = "Bearer";

  private ProblemResponses() {}

  static Response of(ProblemCode code, String detail) {
    return of(Problem.of(code, detail));
  }

  static Response of(Problem problem) {
    ProblemCode code = problem.code();
    Response.ResponseBuilder response =
        Response.status(code.status())
            .type(ProblemDetails.MEDIA_TYPE)
            .entity(ProblemDetails.of(problem));
    if (code == ProblemCode.UNAUTHENTICATED) {
      response.header(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
    }
    if (saysWhenToRetry(code)) {
      response.header(HttpHeaders.RETRY_AFTER, code.retryAfter().toSeconds());
    }
    return response.build();
  }

  /** The codes with 429, 503 or 507; a 500 may be tried again too, but promises nothing. */
  static boolean saysWhenToRetry(ProblemCode code) {
    return code.status() == 429 || code.status() == 503 || code.status() == 507;
  }
}
