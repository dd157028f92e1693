package io.parley.contracts.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/**
 * A message of either side, or an engagement sent into the conversation.
 *
 * @param clientMessageId chosen by the sender, unique per conversation and sender for ever
 * @param text null when the message is only attachments or an engagement
 * @param attachmentIds in the order chosen by the sender; empty when there are none
 * @param attachments what they are, in the same order; null when there are none
 * @param engagement null for an ordinary message
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MessageSent(
    String conversationId,
    String channelId,
    String followerId,
    long seq,
    long firstSeq,
    Long after,
    Instant at,
    int cycle,
    String clientMessageId,
    Participant sender,
    String text,
    List<String> attachmentIds,
    List<SentAttachment> attachments,
    SentEngagement engagement)
    implements ConversationEvent {
  public MessageSent {
    attachmentIds = attachmentIds == null ? List.of() : List.copyOf(attachmentIds);
    attachments = attachments == null ? null : List.copyOf(attachments);
  }
}
