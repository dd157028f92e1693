package io.parley.conversation.verification;

import java.util.Optional;

/**
 * What becomes of a visitor when somebody whom the channel's partner has signed for holds that
 * visitor's token. A visitor is merged once, with one person, for ever.
 */
enum Merge {
  /** The person goes on under the visitor's id, in the visitor's conversation. */
  GOES_ON,
  /** Both have talked: two conversations, of which it is known that they are one person's. */
  LINKED,
  /** The visitor has said nothing, and stays a visitor. */
  NOTHING,
  /** The token is none of this channel's, too old, or of a visitor who is somebody else by now. */
  REFUSED;

  /**
   * What is known when the two meet.
   *
   * @param knownId who the partner says it is
   * @param mergedWith whom the visitor was merged with before, and how
   * @param visitorHasTalked whether the visitor has a conversation
   * @param knownHasTalked whether the known follower has one of their own, or goes on under another
   *     visitor's id
   */
  record Standing(
      String knownId,
      Optional<Earlier> mergedWith,
      boolean visitorHasTalked,
      boolean knownHasTalked) {}

  /** An earlier merge of the same visitor. */
  record Earlier(String knownId, boolean goesOn) {
    private Merge outcome() {
      return goesOn ? GOES_ON : LINKED;
    }
  }

  static Merge of(Standing standing) {
    if (standing.mergedWith().isPresent()) {
      Earlier earlier = standing.mergedWith().get();
      return earlier.knownId().equals(standing.knownId()) ? earlier.outcome() : REFUSED;
    }
    if (!standing.visitorHasTalked()) {
      return NOTHING;
    }
    return standing.knownHasTalked() ? LINKED : GOES_ON;
  }
}
