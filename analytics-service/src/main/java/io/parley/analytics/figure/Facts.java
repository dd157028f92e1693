package io.parley.analytics.figure;

import java.util.UUID;

/** Takes what a {@link Standing} makes of events. */
public interface Facts {
  /** Somebody in {@link Count#OPENED} and others that are nobody's doing. */
  String NOBODY = "";

  void turn(Turn turn);

  void finished(FinishedCycle cycle);

  /**
   * Something happened.
   *
   * @param agentId whose doing; {@link #NOBODY} for followers and systems
   */
  void count(String channelId, String agentId, long at, Count count, int times);

  /** A message had attachments; they are counted by whoever takes this, until it is deleted. */
  void attached(Attached attached);

  /** A message's content is gone from the log, and so are its attachments from the figures. */
  void deleted(UUID conversationId, long seq);

  /** All content of a conversation is gone from the log, as if each message had been deleted. */
  void erased(UUID conversationId);

  /** The name under which an agent was seen. */
  void named(String agentId, String name, long at);
}
