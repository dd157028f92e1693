package io.parley.conversation.chatlist;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.parley.contracts.command.ConversationStatus;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A page of a channel's chat list.
 *
 * @param nextCursor asks for the next page; absent on the last one. A page may be short, or even
 *     empty, and still have one: searching stops after a bounded number of conversations
 * @param counts how many conversations the whole channel has in each status, whatever the filter
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "ChatPage")
public record ChatPage(
    @Schema(required = true) List<ConversationView> items,
    String nextCursor,
    @Schema(required = true) Map<ConversationStatus, Long> counts) {
  public ChatPage {
    items = List.copyOf(items);
  }
}
