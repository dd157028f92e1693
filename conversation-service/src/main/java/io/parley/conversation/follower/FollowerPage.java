package io.parley.conversation.follower;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Followers of a channel in the order of their names.
 *
 * @param nextCursor asks for the next page; absent on the last one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "FollowerPage")
public record FollowerPage(@Schema(required = true) List<Follower> items, String nextCursor) {
  public FollowerPage {
    items = List.copyOf(items);
  }

  /**
   * A follower as the channel knows them.
   *
   * @param conversationId absent while there is no thread
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "Follower")
  public record Follower(
      @Schema(required = true) String id,
      @Schema(required = true) String name,
      @Schema(required = true) Instant knownSince,
      String conversationId) {}
}
