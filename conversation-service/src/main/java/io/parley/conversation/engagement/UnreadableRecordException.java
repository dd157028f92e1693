package io.parley.conversation.engagement;

/** A record that can never be taken in; the message is the reason that its dead letter shows. */
final class UnreadableRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableRecordException(String reason) {
    super(reason);
  }
}
