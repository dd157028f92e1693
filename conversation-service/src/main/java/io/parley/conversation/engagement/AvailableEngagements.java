package io.parley.conversation.engagement;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.parley.contracts.event.EngagementKind;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What can be sent to a follower now, by title. */
@Schema(name = "AvailableEngagements")
public record AvailableEngagements(@Schema(required = true) List<Item> items) {
  public AvailableEngagements {
    items = List.copyOf(items);
  }

  /**
   * An engagement of the channel's catalogue.
   *
   * @param availableUntil from then on it can no longer be sent; absent when it stays
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "AvailableEngagement")
  public record Item(
      @Schema(required = true) String id,
      @Schema(required = true) EngagementKind kind,
      @Schema(required = true) String title,
      @Schema(required = true) String description,
      String code,
      Integer points,
      Instant availableUntil) {}
}
