package io.parley.analytics.ingest;

import com.fasterxml.jackson.databind.ObjectReader;
import io.parley.contracts.event.ConversationEvent;
import io.parley.contracts.event.MessageSent;
import io.parley.contracts.json.Json;
import java.io.IOException;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads records into events, with all that figures need in them. */
final class RecordReader {
  private static final ObjectReader EVENTS = Json.tolerant().readerFor(ConversationEvent.class);

  private final int maxBytes;

  RecordReader(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** The record is not what its topic carries; the message says why, for the dead-letter topic. */
  static final class PoisonException extends Exception {
    private static final long serialVersionUID = 1L;

    PoisonException(String reason) {
      super(reason, null, false, false);
    }
  }

  ConversationEvent read(ConsumerRecord<byte[], byte[]> source) throws PoisonException {
    byte[] body = source.value();
    if (body == null) {
      throw new PoisonException("The record has no body");
    }
    if (body.length > maxBytes) {
      throw new PoisonException("The body has " + body.length + " bytes, more than " + maxBytes);
    }
    ConversationEvent event;
    try {
      event = EVENTS.readValue(body);
    } catch (IOException e) {
      // The parser's own message quotes the body, which may hold what people wrote.
      throw new PoisonException("The body is not an event in JSON");
    }
    if (event == null || !event.topic().topicName().equals(source.topic())) {
      throw new PoisonException("The body is not an event of this topic");
    }
    if (!isWhole(event)) {
      throw new PoisonException("A field of the event is missing");
    }
    return event;
  }

  private static boolean isWhole(ConversationEvent event) {
    return event.channelId() != null
        && event.at() != null
        && event.seq() > 0
        && isId(event.conversationId())
        && !(event instanceof MessageSent sent
            && (sent.sender() == null || sent.sender().role() == null));
  }

  private static boolean isId(String conversationId) {
    try {
      return conversationId != null && UUID.fromString(conversationId) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
