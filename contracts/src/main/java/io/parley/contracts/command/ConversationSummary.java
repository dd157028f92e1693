package io.parley.contracts.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.parley.contracts.event.Person;
import java.time.Instant;

/**
 * A conversation as a follower's {@code welcome} tells it.
 *
 * @param owner null unless the status is ACTIVE
 * @param lastSeq seq of its newest event that the follower may see; 0 when nothing was said yet
 * @param readSeq how far this follower has read
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConversationSummary(
    String id,
    String channelId,
    ConversationStatus status,
    int cycle,
    Person owner,
    long lastSeq,
    long readSeq,
    Instant lastActivityAt) {}
