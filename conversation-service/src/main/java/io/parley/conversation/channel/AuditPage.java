package io.parley.conversation.channel;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.parley.contracts.event.Participant;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What was done in a channel, newest first.
 *
 * @param nextCursor asks for the next page; absent on the last one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "AuditPage")
public record AuditPage(@Schema(required = true) List<Item> items, String nextCursor) {
  public AuditPage {
    items = List.copyOf(items);
  }

  /**
   * One thing that was done.
   *
   * @param action a text, so that a reader of today can show what a later release has recorded
   * @param subject the id of what it was done to
   * @param details ids and numbers by name
   */
  @Schema(name = "AuditEntry")
  public record Item(
      @Schema(required = true) Instant at,
      @Schema(required = true) Participant by,
      @Schema(required = true) String action,
      @Schema(required = true) String subject,
      @Schema(required = true) Map<String, String> details) {
    public Item {
      details = Map.copyOf(details);
    }
  }
}
