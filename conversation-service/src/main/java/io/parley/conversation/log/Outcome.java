package io.parley.conversation.log;

import io.parley.contracts.problem.Problem;
import java.time.Instant;
import java.util.UUID;

/** What became of a {@link LogCommand}. */
public sealed interface Outcome {

  /**
   * Committed, now or by an earlier try with the same content.
   *
   * @param seq of the message, or of the finish
   */
  record Stored(UUID conversationId, long seq, Instant at) implements Outcome {}

  /** Nothing was stored. */
  record Refused(Problem problem) implements Outcome {}
}
