package io.parley.conversation.agent;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The agents of a channel that were ever seen there, by name. */
@Schema(name = "AgentList")
public record AgentList(@Schema(required = true) List<Item> items) {
  public AgentList {
    items = List.copyOf(items);
  }

  /**
   * An agent.
   *
   * @param online whether a socket was open within the last minute; presence frames tell changes at
   *     once
   */
  @Schema(name = "ChannelAgent")
  public record Item(
      @Schema(required = true) String id,
      @Schema(required = true) String name,
      @Schema(required = true) Instant lastSeenAt,
      @Schema(required = true) boolean online) {}
}
