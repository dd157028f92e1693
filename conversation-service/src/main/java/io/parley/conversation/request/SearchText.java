package io.parley.conversation.request;

import io.parley.conversation.log.MessageRules;
import io.parley.rest.problem.ProblemException;
import java.util.Optional;

/** What somebody types to find a name. */
public final class SearchText {
  /** Longer than any name that is shown. */
  private static final int MAX_LENGTH = 200;

  /** What the decoder puts in place of bytes that are not UTF-8, such as a lone surrogate's. */
  private static final char UNREADABLE = '\uFFFD';

  private SearchText() {}

  /**
   * The start of a name to look for; empty when everything is meant.
   *
   * @throws ProblemException when it cannot be text
   */
  public static Optional<String> prefix(String q) {
    if (q == null || q.isBlank()) {
      return Optional.empty();
    }
    if (q.length() > MAX_LENGTH || !MessageRules.storable(q) || q.indexOf(UNREADABLE) >= 0) {
      throw ProblemException.malformed("q must be text of at most " + MAX_LENGTH + " characters.");
    }
    return Optional.of(q.strip());
  }
}
