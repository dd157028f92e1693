package io.parley.contracts.socket;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;

/** A frame from a client. Unknown types and fields are refused with {@code malformed-frame}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ClientFrame.Send.class, name = "send"),
  @JsonSubTypes.Type(value = ClientFrame.Resume.class, name = "resume"),
  @JsonSubTypes.Type(value = ClientFrame.Typing.class, name = "typing"),
  @JsonSubTypes.Type(value = ClientFrame.Read.class, name = "read"),
  @JsonSubTypes.Type(value = ClientFrame.Authenticate.class, name = "authenticate")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface ClientFrame {

  /**
   * Sends a message; answered by {@code ack} or {@code error} with the same clientMessageId.
   *
   * @param conversationId required of agents; a follower may name one of its own
   * @param channelId required of followers of several channels who name no conversation
   * @param takeOverFrom the owner's id that the agent saw when confirming a takeover
   */
  record Send(
      String clientMessageId,
      String conversationId,
      String channelId,
      String text,
      List<String> attachmentIds,
      String takeOverFrom)
      implements ClientFrame {}

  /**
   * Asks for what was missed; answered by events in order and then {@code caught-up}.
   *
   * @param positions last seq applied, by conversation
   * @param after last seq applied, for a follower with one conversation
   */
  record Resume(Map<String, Long> positions, Long after) implements ClientFrame {}

  /** The sender is writing; worth sending every three seconds at most. */
  record Typing(String conversationId) implements ClientFrame {}

  /** The sender has read up to and including {@code seq}. */
  record Read(String conversationId, Long seq) implements ClientFrame {}

  /** A fresh token for the same identity, so that the socket outlives the first one. */
  record Authenticate(String token) implements ClientFrame {}
}
