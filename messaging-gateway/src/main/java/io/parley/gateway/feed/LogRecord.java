package io.parley.gateway.feed;

/**
 * A log event as the broker brought it: the headers read, the body untouched.
 *
 * @param origin where it came from, for the dead-letter topic
 */
// Two records are never compared, and the body is only ever read.
@SuppressWarnings("ArrayRecordComponent")
public record LogRecord(
    String conversationId,
    String channelId,
    String followerId,
    long seq,
    byte[] body,
    Object origin) {}
