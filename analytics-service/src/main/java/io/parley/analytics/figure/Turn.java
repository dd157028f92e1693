package io.parley.analytics.figure;

import java.util.UUID;

/**
 * A follower waited and an agent answered.
 *
 * @param seq of the answer
 * @param agentId who wrote the answer, whoever owned the conversation
 * @param startedAt the first follower message that nobody had answered
 * @param endedAt the answer
 * @param first whether it was the first turn of its cycle
 */
public record Turn(
    UUID conversationId,
    long seq,
    String channelId,
    String agentId,
    long startedAt,
    long endedAt,
    boolean first) {}
