package io.parley.rest.problem;

import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;

/** Ends a request with a problem for its sender. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public ProblemException(Problem problem) {
    // An answer, not a fault: nobody reads its stack trace.
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  public ProblemException(ProblemCode code, String detail) {
    this(Problem.of(code, detail));
  }

  /** The request cannot be understood; {@code detail} says what and where. */
  public static ProblemException malformed(String detail) {
    return new ProblemException(ProblemCode.MALFORMED_REQUEST, detail);
  }

  /**
   * There is no such thing for this caller. Always the same words, so that nobody learns whether it
   * exists elsewhere.
   */
  public static ProblemException notFound() {
    return new ProblemException(
        ProblemCode.NOT_FOUND, "It does not exist, or you have no part in its channel.");
  }

  public Problem problem() {
    return problem;
  }
}
