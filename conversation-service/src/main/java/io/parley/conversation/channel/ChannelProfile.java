package io.parley.conversation.channel;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.parley.contracts.event.ChatMode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a channel is. Its followers are told the same by the socket's welcome.
 *
 * @param description for followers; empty when nobody said
 * @param pictureUrl absent when it has no picture
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Channel")
public record ChannelProfile(
    @Schema(required = true) String id,
    @Schema(required = true) String name,
    @Schema(required = true) String description,
    String pictureUrl,
    @Schema(required = true) ChatMode mode) {}
