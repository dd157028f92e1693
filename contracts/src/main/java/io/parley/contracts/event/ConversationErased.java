package io.parley.contracts.event;

import java.time.Instant;

/**
 * The last entry of a log: what was said before it is being erased, and nothing follows. Its
 * follower starts anew, in another conversation, as somebody of whom nothing is known.
 */
public record ConversationErased(
    String conversationId,
    String channelId,
    String followerId,
    long seq,
    long firstSeq,
    Long after,
    Instant at,
    int cycle,
    Reason reason)
    implements ConversationEvent {

  /** Why it was erased. */
  public enum Reason {
    /** A chat-admin had all erased that there was about the follower. */
    FOLLOWER_ERASED,
    /** It had been quiet for longer than its channel keeps conversations. */
    RETENTION
  }
}
