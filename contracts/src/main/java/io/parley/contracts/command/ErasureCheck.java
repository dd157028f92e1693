package io.parley.contracts.command;

/**
 * {@code POST /internal/erasure-checks} of analytics-service: whether its figures have come to the
 * end of an erased conversation's log and it holds nothing else of that conversation.
 *
 * @param seq of {@code conversation-erased}
 */
public record ErasureCheck(String conversationId, long seq) {

  /** The answer; asked again until it is done. */
  public record Result(boolean done) {}
}
