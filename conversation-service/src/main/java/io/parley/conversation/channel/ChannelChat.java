package io.parley.conversation.channel;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.parley.contracts.event.ChatMode;
import io.parley.contracts.event.Person;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Whether a channel's followers may write.
 *
 * @param revision how often the mode was changed
 * @param changedBy who changed it last; absent while it is as it was created
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "ChannelChat")
public record ChannelChat(
    @Schema(required = true) String channelId,
    @Schema(required = true) ChatMode mode,
    @Schema(required = true) long revision,
    Person changedBy,
    Instant changedAt) {}
