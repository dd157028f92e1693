package io.parley.contracts.event;

import java.time.Instant;

/**
 * An agent left a note for the other agents. It answers nothing and changes no state; followers
 * never see it.
 *
 * @param clientMessageId chosen by the agent; notes and messages of one sender share its uniqueness
 * @param by the agent who wrote it
 */
public record NoteAdded(
    String conversationId,
    String channelId,
    String followerId,
    long seq,
    long firstSeq,
    Long after,
    Instant at,
    int cycle,
    String clientMessageId,
    Person by,
    String text)
    implements ConversationEvent {}
