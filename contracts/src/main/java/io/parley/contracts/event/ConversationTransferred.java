package io.parley.contracts.event;

import java.time.Instant;

/**
 * An active conversation was given to another agent, who owns it from now on. Followers never see
 * it: they meet the new owner with that agent's first message.
 *
 * @param from the owner until now
 * @param to the owner from now on
 * @param by who decided it: the owner, or another agent who took over in order to give it away
 */
public record ConversationTransferred(
    String conversationId,
    String channelId,
    String followerId,
    long seq,
    long firstSeq,
    Long after,
    Instant at,
    int cycle,
    Person from,
    Person to,
    Person by)
    implements ConversationEvent {}
