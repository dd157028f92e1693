package io.parley.conversation.follower;

import io.parley.contracts.command.ConversationStatus;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Every conversation of one person, the one with the newest event first. */
@Schema(name = "FollowerThreads")
public record FollowerThreads(@Schema(required = true) List<FollowerThread> items) {
  public FollowerThreads {
    items = List.copyOf(items);
  }

  /**
   * A conversation of theirs.
   *
   * @param followerId under which of their ids it was held
   * @param followerName as its channel's agents see it
   */
  @Schema(name = "FollowerThread")
  public record FollowerThread(
      @Schema(required = true) String conversationId,
      @Schema(required = true) String followerId,
      @Schema(required = true) String followerName,
      @Schema(required = true) ConversationStatus status,
      @Schema(required = true) Instant lastActivityAt) {}
}
