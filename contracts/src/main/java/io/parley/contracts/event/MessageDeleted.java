package io.parley.contracts.event;

import java.time.Instant;

/**
 * A message's content was removed from the log; its place in the log stays.
 *
 * @param deletedSeq the seq of the message whose content is gone
 */
public record MessageDeleted(
    String conversationId,
    String channelId,
    String followerId,
    long seq,
    long firstSeq,
    Long after,
    Instant at,
    int cycle,
    long deletedSeq,
    Person deletedBy)
    implements ConversationEvent {}
