package io.parley.contracts.event;

import java.time.Instant;

/** A follower wrote while no cycle was open: the conversation is Unanswered, without owner. */
public record ConversationOpened(
    String conversationId,
    String channelId,
    String followerId,
    long seq,
    long firstSeq,
    Long after,
    Instant at,
    int cycle,
    String followerName)
    implements ConversationEvent {}
