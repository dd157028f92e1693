package io.parley.contracts.event;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * What gateways tell each other on {@code conversation-signals}: lost without harm, never stored
 * there for long. Keyed by conversationId, {@link Presence} by participant id.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "signal")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ConversationSignal.Typing.class, name = "typing"),
  @JsonSubTypes.Type(value = ConversationSignal.Read.class, name = "read"),
  @JsonSubTypes.Type(value = ConversationSignal.Delivered.class, name = "delivered"),
  @JsonSubTypes.Type(value = ConversationSignal.Presence.class, name = "presence"),
  @JsonSubTypes.Type(value = ConversationSignal.GatewayAlive.class, name = "gateway-alive")
})
public sealed interface ConversationSignal {

  /** Somebody is writing now; a receiver forgets it after a few seconds. */
  record Typing(String conversationId, String channelId, String followerId, Participant participant)
      implements ConversationSignal {}

  /** The participant has read up to and including {@code seq}. */
  record Read(
      String conversationId, String channelId, String followerId, Participant participant, long seq)
      implements ConversationSignal {}

  /** Events up to and including {@code seq} were written to the participant's socket. */
  record Delivered(
      String conversationId, String channelId, String followerId, Participant participant, long seq)
      implements ConversationSignal {}

  /**
   * The participant's first socket on this gateway opened, or the last one closed.
   *
   * @param gatewayId the gateway instance that tells it; somebody is online while any says so
   */
  record Presence(
      String gatewayId, Participant participant, List<String> channelIds, boolean online)
      implements ConversationSignal {}

  /**
   * Sent every few seconds: when it stays away, what this gateway said of presence is forgotten.
   *
   * @param starting true once, at start: the other gateways answer with their presence
   */
  record GatewayAlive(String gatewayId, boolean starting) implements ConversationSignal {}
}
