package io.parley.contracts.command;

/** The states of a conversation as clients see them. */
public enum ConversationStatus {
  /** No follower has written yet; the channel may have. */
  QUIET,
  UNANSWERED,
  ACTIVE,
  FINISHED,
  /** Nothing is left of what was said, and nothing follows. */
  ERASED
}
