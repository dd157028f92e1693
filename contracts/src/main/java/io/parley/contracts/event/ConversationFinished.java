package io.parley.contracts.event;

import java.time.Instant;

/** An agent finished the conversation; {@link #at()} is when. */
public record ConversationFinished(
    String conversationId,
    String channelId,
    String followerId,
    long seq,
    long firstSeq,
    Long after,
    Instant at,
    int cycle,
    Person finishedBy)
    implements ConversationEvent {}
