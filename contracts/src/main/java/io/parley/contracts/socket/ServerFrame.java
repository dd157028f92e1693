package io.parley.contracts.socket;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.parley.contracts.command.ConversationSummary;
import io.parley.contracts.event.ChatMode;
import io.parley.contracts.event.Participant;
import io.parley.contracts.event.Person;
import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A frame to a client. Log events travel as {@code {"type":"event", …}} with the fields of {@link
 * io.parley.contracts.event.ConversationEvent}, spliced in as they were stored, and so have no
 * record here. Clients ignore types and fields that they do not know.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ServerFrame.Welcome.class, name = "welcome"),
  @JsonSubTypes.Type(value = ServerFrame.Ack.class, name = "ack"),
  @JsonSubTypes.Type(value = ServerFrame.Refusal.class, name = "error"),
  @JsonSubTypes.Type(value = ServerFrame.CaughtUp.class, name = "caught-up"),
  @JsonSubTypes.Type(value = ServerFrame.Typing.class, name = "typing"),
  @JsonSubTypes.Type(value = ServerFrame.Read.class, name = "read"),
  @JsonSubTypes.Type(value = ServerFrame.Delivered.class, name = "delivered"),
  @JsonSubTypes.Type(value = ServerFrame.Presence.class, name = "presence"),
  @JsonSubTypes.Type(value = ServerFrame.ChatModeChanged.class, name = "chat-mode")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface ServerFrame {

  /** What every event frame starts with; the stored event's own fields follow. */
  String EVENT_PREFIX = "{\"type\":\"event\",";

  /**
   * The first frame of every connection. Live events flow from here on.
   *
   * @param conversations the follower's own, with state and last seq; null for agents, whose lists
   *     come by REST
   * @param limits by the names of {@link io.parley.contracts.limit.Limit#jsonName()}
   * @param heartbeatSeconds the server pings this often; a client that hears nothing for twice as
   *     long reconnects
   */
  record Welcome(
      String protocol,
      Participant identity,
      List<Channel> channels,
      List<ConversationSummary> conversations,
      Map<String, Long> limits,
      int heartbeatSeconds)
      implements ServerFrame {}

  /**
   * A channel that this identity has a part in.
   *
   * @param description what the channel is, for its followers; empty when nobody said
   * @param pictureUrl null when it has no picture
   * @param agentsOnline whether any agent of the channel has a socket open
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Channel(
      String id,
      String name,
      String description,
      String pictureUrl,
      ChatMode mode,
      boolean agentsOnline) {}

  /** The message is committed: it will never be lost. */
  record Ack(String clientMessageId, String conversationId, long seq, Instant sentAt)
      implements ServerFrame {}

  /**
   * A frame was refused, and nothing of it was stored. The connection lives on.
   *
   * @param clientMessageId of the refused send; null for other frames
   * @param owner with {@code conversation-owned}: who owns the conversation now
   * @param retryAfterMillis how long to wait before trying again, where that helps
   */
  record Refusal(
      String clientMessageId,
      String conversationId,
      String code,
      String title,
      String detail,
      boolean retryable,
      Person owner,
      Long retryAfterMillis)
      implements ServerFrame {

    /** The frame for a problem; pass null for what does not apply. */
    public static Refusal of(String clientMessageId, String conversationId, Problem problem) {
      ProblemCode code = problem.code();
      return new Refusal(
          clientMessageId,
          conversationId,
          code.code(),
          code.title(),
          problem.detail(),
          code.retryable(),
          problem.owner(),
          code.retryable() ? code.retryAfter().toMillis() : null);
    }
  }

  /**
   * Everything asked for by {@code resume} has been sent.
   *
   * @param positions the last seq sent, by conversation
   */
  record CaughtUp(Map<String, Long> positions) implements ServerFrame {}

  /** Somebody else is writing; forget it after six seconds. */
  record Typing(String conversationId, Participant participant) implements ServerFrame {}

  /** Somebody has read up to and including {@code seq}. */
  record Read(String conversationId, Participant participant, long seq) implements ServerFrame {}

  /** Events up to and including {@code seq} have reached somebody's device. */
  record Delivered(String conversationId, Participant participant, long seq)
      implements ServerFrame {}

  /** Somebody came online in a channel, or went. */
  record Presence(String channelId, Participant participant, boolean online)
      implements ServerFrame {}

  /** Live chat of a channel was enabled or disabled. */
  record ChatModeChanged(String channelId, ChatMode mode, Person changedBy, Instant at)
      implements ServerFrame {}
}
