package io.parley.conversation.request;

import io.parley.contracts.limit.Limit;
import io.parley.rest.problem.ProblemException;

/** The numbers that ask for a page. Read as text, because the framework answers a bad one 404. */
public final class PageRequest {
  private static final int MAX_DIGITS = 18;

  private PageRequest() {}

  /**
   * How many items to give: the default when not said, {@link Limit#PAGE_SIZE_MAX} when more is
   * asked for.
   *
   * @throws ProblemException when it is not a positive number
   */
  public static int size(String limit) {
    if (limit == null) {
      return Limit.PAGE_SIZE_DEFAULT.intValue();
    }
    boolean number = limit.matches("[0-9]+");
    if (!number || limit.matches("0+")) {
      throw ProblemException.malformed("limit must be a number from 1 on.");
    }
    return limit.length() > MAX_DIGITS
        ? Limit.PAGE_SIZE_MAX.intValue()
        : Math.toIntExact(Math.min(Long.parseLong(limit), Limit.PAGE_SIZE_MAX.value()));
  }

  /**
   * A place in a conversation's log.
   *
   * @throws ProblemException when it is not a number from 0 on
   */
  public static long seq(String name, String value) {
    if (!value.matches("[0-9]+")) {
      throw ProblemException.malformed(name + " must be a number from 0 on.");
    }
    return value.length() > MAX_DIGITS ? Long.MAX_VALUE : Long.parseLong(value);
  }
}
