package io.parley.conversation.engagement;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.parley.contracts.event.EngagementRecorded;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A follower's engagements, newest first.
 *
 * @param nextCursor asks for the next page; absent on the last one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "EngagementHistoryPage")
public record EngagementHistoryPage(@Schema(required = true) List<Entry> items, String nextCursor) {
  public EngagementHistoryPage {
    items = List.copyOf(items);
  }

  /** Something that the follower did or received. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "EngagementHistoryEntry")
  public record Entry(
      @Schema(required = true) String id,
      @Schema(required = true) EngagementRecorded.Kind kind,
      @Schema(required = true) String title,
      Integer points,
      @Schema(required = true) Instant at) {}
}
