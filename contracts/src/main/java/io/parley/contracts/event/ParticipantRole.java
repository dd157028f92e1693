package io.parley.contracts.event;

/** On which side of a conversation somebody stands. */
public enum ParticipantRole {
  FOLLOWER,
  AGENT,
  /** Automatic replies and engagements; never counts as an answer. */
  SYSTEM
}
