package io.parley.gateway.feed;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contracts.event.ConversationErased;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.json.Json;
import io.parley.contracts.socket.CloseCode;
import io.parley.contracts.socket.ServerFrame;
import io.parley.contracts.topic.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * One log event as every socket gets it: encoded once, spliced and not re-serialised.
 *
 * @param after seq of the newest event before it that followers may see; for an event of before
 *     there were private ones, {@link #NOT_SAID}
 * @param forFollowers whether its follower may see it; agents always may
 * @param sender which side wrote it; null for what nobody wrote
 * @param closes how its follower's sockets are closed after it; null for all but the last of a log
 * @param bytes the whole frame, UTF-8; never changed
 */
// Two frames are never compared, and a copy for each receiver is what this record saves.
@SuppressWarnings("ArrayRecordComponent")
public record EventFrame(
    String conversationId,
    String channelId,
    String followerId,
    long seq,
    long firstSeq,
    long after,
    boolean forFollowers,
    ParticipantRole sender,
    CloseCode closes,
    byte[] bytes) {
  static final long NOT_SAID = -1;

  private static final byte[] PREFIX = ServerFrame.EVENT_PREFIX.getBytes(StandardCharsets.US_ASCII);

  /** Seq of the event that a follower must have had before this one. */
  long publicBefore() {
    return after == NOT_SAID ? seq - 1 : after;
  }

  /** The body of a record cannot be given to clients. */
  public static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
      super(message);
    }
  }

  /**
   * Reads what delivery needs from a record's body and checks that the rest is JSON.
   *
   * @throws UnreadableException when it is not one JSON object, or another event than announced
   */
  static EventFrame of(LogRecord record) throws UnreadableException {
    byte[] body = record.body();
    if (body.length == 0 || body[0] != '{') {
      throw new UnreadableException("The body is not a JSON object");
    }
    String conversationId = null;
    String channelId = null;
    String followerId = null;
    long seq = 0;
    long firstSeq = 0;
    long after = NOT_SAID;
    ParticipantRole sender = null;
    String name = null;
    String reason = null;
    try (JsonParser parser = Json.tolerant().getFactory().createParser(body)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        parser.nextToken();
        switch (field) {
          case "event" -> name = parser.getText();
          case "conversationId" -> conversationId = parser.getText();
          case "channelId" -> channelId = parser.getText();
          case "followerId" -> followerId = parser.getText();
          case "seq" -> seq = parser.getLongValue();
          case "firstSeq" -> firstSeq = parser.getLongValue();
          case "after" -> after = parser.getLongValue();
          case "sender" -> sender = senderRole(parser);
          case "reason" -> reason = parser.getText();
          default -> parser.skipChildren();
        }
      }
      if (parser.nextToken() != null) {
        throw new UnreadableException("Something follows the JSON object");
      }
    } catch (JsonProcessingException e) {
      throw new UnreadableException("The body is not JSON that can be read");
    } catch (IOException e) {
      throw new UnreadableException("The body is not UTF-8");
    }
    if (name == null
        || seq != record.seq()
        || firstSeq < 1
        || firstSeq > seq
        || after < NOT_SAID
        || after >= seq
        || !record.conversationId().equals(conversationId)
        || !record.channelId().equals(channelId)
        || !record.followerId().equals(followerId)) {
      throw new UnreadableException("The body is another event than the headers say");
    }
    return new EventFrame(
        record.conversationId(),
        record.channelId(),
        record.followerId(),
        seq,
        firstSeq,
        after,
        forFollowers(name),
        sender,
        closes(name, reason),
        splice(body));
  }

  /** An event as the database gave it. */
  static EventFrame of(JsonNode event) {
    JsonNode sender = event.path("sender").path("role");
    return new EventFrame(
        event.path("conversationId").asText(),
        event.path("channelId").asText(),
        event.path("followerId").asText(),
        event.path("seq").asLong(),
        event.path("firstSeq").asLong(),
        event.path("after").asLong(NOT_SAID),
        forFollowers(event.path("event").asText()),
        role(sender.asText("")),
        closes(event.path("event").asText(), event.path("reason").asText(null)),
        splice(event.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /** What this version does not know is for agents only. */
  private static boolean forFollowers(String event) {
    return Topic.byName(event).filter(Topic::forFollowers).isPresent();
  }

  /** Who was erased must not come back by itself; whose thread was too old begins another one. */
  private static CloseCode closes(String event, String reason) {
    if (!Topic.CONVERSATION_ERASED.topicName().equals(event)) {
      return null;
    }
    return ConversationErased.Reason.FOLLOWER_ERASED.name().equals(reason)
        ? CloseCode.FOLLOWER_ERASED
        : CloseCode.SERVICE_RESTART;
  }

  private static byte[] splice(byte[] object) {
    byte[] frame = new byte[PREFIX.length + object.length - 1];
    System.arraycopy(PREFIX, 0, frame, 0, PREFIX.length);
    System.arraycopy(object, 1, frame, PREFIX.length, object.length - 1);
    return frame;
  }

  private static ParticipantRole senderRole(JsonParser parser) throws IOException {
    ParticipantRole role = null;
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return null;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      if (field.equals("role")) {
        role = role(parser.getText());
      }
      parser.skipChildren();
    }
    return role;
  }

  private static ParticipantRole role(String name) {
    return switch (name) {
      case "FOLLOWER" -> ParticipantRole.FOLLOWER;
      case "AGENT" -> ParticipantRole.AGENT;
      case "SYSTEM" -> ParticipantRole.SYSTEM;
      default -> null;
    };
  }
}
