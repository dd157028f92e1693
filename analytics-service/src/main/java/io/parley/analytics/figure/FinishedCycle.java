package io.parley.analytics.figure;

import java.util.Map;
import java.util.UUID;

/**
 * A chat from opening to finish.
 *
 * @param openedAt its first follower message
 * @param takenAt when the first agent took it
 * @param shares how long each agent owned it, in microseconds; they add up to the handling time
 */
public record FinishedCycle(
    UUID conversationId,
    int cycle,
    String channelId,
    String finishedBy,
    long openedAt,
    long takenAt,
    long finishedAt,
    Map<String, Long> shares) {
  public FinishedCycle {
    shares = Map.copyOf(shares);
  }
}
