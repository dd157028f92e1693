package io.parley.contracts.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A message to store. A follower's is addressed by channel or own conversation, an agent's by
 * conversation.
 *
 * @param takeOverFrom the owner's id that the agent saw when confirming a takeover, or null
 * @param traceparent its place in a trace, see {@code TraceParent}; null when it is in none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SendCommand(
    Actor actor,
    String conversationId,
    String channelId,
    String clientMessageId,
    String text,
    List<String> attachmentIds,
    String takeOverFrom,
    String traceparent) {
  public SendCommand {
    attachmentIds = attachmentIds == null ? List.of() : List.copyOf(attachmentIds);
  }

  /** A command that is in no trace. */
  public SendCommand(
      Actor actor,
      String conversationId,
      String channelId,
      String clientMessageId,
      String text,
      List<String> attachmentIds,
      String takeOverFrom) {
    this(
        actor, conversationId, channelId, clientMessageId, text, attachmentIds, takeOverFrom, null);
  }
}
