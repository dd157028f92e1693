package io.parley.contracts.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * An agent became the owner: by the first answer, or by taking over.
 *
 * @param previousOwner the owner it was taken from; null when it was unanswered
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConversationTaken(
    String conversationId,
    String channelId,
    String followerId,
    long seq,
    long firstSeq,
    Long after,
    Instant at,
    int cycle,
    Person owner,
    Person previousOwner)
    implements ConversationEvent {}
