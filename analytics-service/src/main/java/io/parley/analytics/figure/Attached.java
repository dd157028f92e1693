package io.parley.analytics.figure;

import java.util.UUID;

/**
 * Attachments of one message.
 *
 * @param seq of the message
 * @param agentId who sent it; {@link Facts#NOBODY} for followers and systems
 * @param times how many there are
 */
public record Attached(
    UUID conversationId, long seq, String channelId, String agentId, long at, int times) {}
