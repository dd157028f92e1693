package io.parley.conversation.cannedreply;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A text that agents write often.
 *
 * @param shortcut what finds it after a slash; unique in the channel, in whatever case
 */
@Schema(name = "CannedReply")
public record CannedReply(
    @Schema(required = true) String id,
    @Schema(required = true) String shortcut,
    @Schema(required = true) String text) {

  /** All of a channel, by shortcut. */
  @Schema(name = "CannedReplies")
  public record Page(@Schema(required = true) List<CannedReply> items) {
    public Page {
      items = List.copyOf(items);
    }
  }
}
