package io.parley.contracts.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.parley.contracts.event.Person;

/**
 * The body of every REST error: {@code application/problem+json} (RFC 9457) with the stable code,
 * which also ends the {@code type} URI.
 *
 * @param retryable whether the same request may succeed later, unchanged
 * @param owner with {@code conversation-owned}: who owns the conversation now
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProblemDetails(
    String type,
    String title,
    int status,
    String detail,
    String code,
    boolean retryable,
    Person owner) {
  public static final String MEDIA_TYPE = "application/problem+json";

  public static ProblemDetails of(Problem problem) {
    ProblemCode code = problem.code();
    return new ProblemDetails(
        "urn:parley:problem:" + code.code(),
        code.title(),
        code.status(),
        problem.detail(),
        code.code(),
        code.retryable(),
        problem.owner());
  }
}
