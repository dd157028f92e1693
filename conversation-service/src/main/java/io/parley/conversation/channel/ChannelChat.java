package io.parley.conversation.channel;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.parley.contracts.event.ChatMode;
import io.parley.contracts.event.Person;
import java.time.Instant;

/**
 * Whether a channel's followers may write.
 *
 * @param revision how often the mode was changed
 * @param changedBy who changed it last; absent while it is as it was created
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChannelChat(
    String channelId, ChatMode mode, long revision, Person changedBy, Instant changedAt) {}
