package io.parley.contracts.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.parley.contracts.event.ParticipantRole;
import java.util.List;

/**
 * {@code POST /internal/message-lookups} of conversation-service: whether messages were stored, by
 * what makes them unique. So attachment-service learns which of its claims came to a message.
 */
public record MessageLookupBatch(List<Lookup> lookups) {
  public static final int MAX_SIZE = 200;

  public MessageLookupBatch {
    lookups = List.copyOf(lookups);
  }

  /** One message by its key. */
  public record Lookup(
      String conversationId, ParticipantRole senderRole, String senderId, String clientMessageId) {}

  /** The answer, one result a lookup, in the same order. */
  public record Results(List<Result> results) {
    public Results {
      results = List.copyOf(results);
    }
  }

  /**
   * What the log has.
   *
   * @param seq the message's place; null when it was never stored
   * @param attachmentIds what it still carries: nothing once its content was deleted
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Result(Long seq, List<String> attachmentIds) {
    public Result {
      attachmentIds = attachmentIds == null ? List.of() : List.copyOf(attachmentIds);
    }
  }
}
