package io.parley.gateway.frame;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.parley.contracts.json.Json;
import io.parley.contracts.limit.Limit;
import io.parley.contracts.socket.ClientFrame;
import java.util.List;
import java.util.Map;

/**
 * Reads a client's frame and checks its shape: known type and fields, ids that can be ids, text
 * that is text. Whether it is allowed is decided elsewhere.
 */
public final class FrameReader {
  private static final ObjectReader READER = Json.strict().readerFor(ClientFrame.class);
  private static final int MAX_ID_LENGTH = 128;
  private static final int MAX_PERSON_ID_LENGTH = 255;
  private static final int MAX_NAMED_FIELD = 40;

  private FrameReader() {}

  /**
   * Reads one text message.
   *
   * @throws MalformedFrameException when it is not a frame of {@code parley.v1}
   */
  public static ClientFrame read(String text) throws MalformedFrameException {
    ClientFrame frame;
    try {
      frame = READER.readValue(text);
    } catch (JsonProcessingException e) {
      throw new MalformedFrameException(reason(e), clientMessageIdOf(text));
    }
    if (frame == null) {
      throw new MalformedFrameException("A frame is a JSON object", null);
    }
    switch (frame) {
      case ClientFrame.Send send -> check(send);
      case ClientFrame.Resume resume -> check(resume);
      case ClientFrame.Typing typing -> optionalId("conversationId", typing.conversationId(), null);
      case ClientFrame.Read read -> check(read);
      case ClientFrame.Authenticate authenticate ->
          require(authenticate.token() != null, "token is missing", null);
    }
    return frame;
  }

  private static void check(ClientFrame.Send send) throws MalformedFrameException {
    String id = send.clientMessageId();
    require(
        id != null && isId(id, Limit.CLIENT_MESSAGE_ID_LENGTH.intValue()),
        "clientMessageId must be 1 to 64 letters, digits and . _ : -",
        null);
    optionalId("conversationId", send.conversationId(), id);
    optionalId("channelId", send.channelId(), id);
    require(isText(send.text()), "text holds U+0000 or half of a surrogate pair", id);
    require(
        send.takeOverFrom() == null
            || (isText(send.takeOverFrom())
                && send.takeOverFrom().length() <= MAX_PERSON_ID_LENGTH),
        "takeOverFrom is not somebody's id",
        id);
    List<String> attachments = send.attachmentIds();
    if (attachments != null) {
      for (String attachment : attachments) {
        require(
            attachment != null && isId(attachment, MAX_ID_LENGTH), "attachmentIds holds no id", id);
      }
    }
  }

  private static void check(ClientFrame.Resume resume) throws MalformedFrameException {
    require(
        (resume.positions() == null) != (resume.after() == null),
        "resume takes either positions or after",
        null);
    if (resume.after() != null) {
      require(resume.after() >= 0, "after is negative", null);
      return;
    }
    require(
        resume.positions().size() <= Limit.POSITIONS_PER_RESUME.intValue(),
        "positions names more than 500 conversations",
        null);
    for (Map.Entry<String, Long> position : resume.positions().entrySet()) {
      require(
          isId(position.getKey(), MAX_ID_LENGTH)
              && position.getValue() != null
              && position.getValue() >= 0,
          "positions maps conversation ids to the last seq applied",
          null);
    }
  }

  private static void check(ClientFrame.Read read) throws MalformedFrameException {
    optionalId("conversationId", read.conversationId(), null);
    require(read.seq() != null && read.seq() >= 1, "seq must be 1 or more", null);
  }

  private static void optionalId(String field, String value, String clientMessageId)
      throws MalformedFrameException {
    require(
        value == null || isId(value, MAX_ID_LENGTH), field + " cannot be an id", clientMessageId);
  }

  private static void require(boolean holds, String message, String clientMessageId)
      throws MalformedFrameException {
    if (!holds) {
      throw new MalformedFrameException(message, clientMessageId);
    }
  }

  private static boolean isId(String value, int maxLength) {
    if (value.isEmpty() || value.length() > maxLength) {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean allowed =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '_'
              || c == '.'
              || c == ':';
      if (!allowed) {
        return false;
      }
    }
    return true;
  }

  /** Whether a string can be stored and written as UTF-8. Null is left to others. */
  public static boolean isText(String value) {
    if (value == null) {
      return true;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == 0) {
        return false;
      }
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < value.length()
                && Character.isLowSurrogate(value.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static String reason(JsonProcessingException e) {
    return switch (e) {
      case UnrecognizedPropertyException unknown -> {
        String name = unknown.getPropertyName();
        yield isId(name, MAX_NAMED_FIELD) ? "Unknown field " + name : "Unknown field";
      }
      case InvalidTypeIdException unknown -> "Unknown type";
      default -> "Not a JSON object with the fields of a frame";
    };
  }

  /** So that a client can tell which of its sends it was. */
  private static String clientMessageIdOf(String text) {
    try {
      JsonNode id = Json.tolerant().readTree(text).path("clientMessageId");
      String value = id.isTextual() ? id.textValue() : "";
      return isId(value, Limit.CLIENT_MESSAGE_ID_LENGTH.intValue()) ? value : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
