package io.parley.gateway.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectReader;
import io.parley.contracts.event.ChannelChatChanged;
import io.parley.contracts.event.ConversationSignal;
import io.parley.contracts.json.Json;
import io.parley.contracts.topic.CloudEventHeader;
import io.parley.gateway.feed.LogRecord;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Reads records: of a log event the headers only, as most bodies are wanted by nobody here. */
final class RecordReader {
  private static final ObjectReader SIGNALS = Json.tolerant().readerFor(ConversationSignal.class);
  private static final ObjectReader CHANGES = Json.tolerant().readerFor(ChannelChatChanged.class);

  /** The record is not what its topic carries. */
  static final class PoisonException extends Exception {
    private static final long serialVersionUID = 1L;

    PoisonException(String message) {
      super(message, null, false, false);
    }
  }

  private final int maxBytes;

  RecordReader(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  LogRecord logEvent(ConsumerRecord<byte[], byte[]> source) throws PoisonException {
    byte[] body = body(source);
    long seq;
    try {
      seq = Long.parseLong(header(source, CloudEventHeader.SEQUENCE));
    } catch (NumberFormatException e) {
      throw new PoisonException("The sequence header is not a number");
    }
    if (seq < 1) {
      throw new PoisonException("The sequence header is below 1");
    }
    return new LogRecord(
        header(source, CloudEventHeader.SUBJECT),
        header(source, CloudEventHeader.CHANNEL_ID),
        header(source, CloudEventHeader.FOLLOWER_ID),
        seq,
        body,
        source);
  }

  /** When an event was committed, as its header says; null when it does not. */
  @SuppressWarnings("unchecked") // logEvent puts it there.
  Instant time(LogRecord event) {
    Header header =
        ((ConsumerRecord<byte[], byte[]>) event.origin())
            .headers()
            .lastHeader(CloudEventHeader.TIME);
    try {
      return header == null ? null : Instant.parse(new String(header.value(), UTF_8));
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  ConversationSignal signal(ConsumerRecord<byte[], byte[]> source) throws PoisonException {
    ConversationSignal signal = read(SIGNALS, ConversationSignal.class, body(source));
    boolean whole =
        switch (signal) {
          case ConversationSignal.Typing typing ->
              typing.followerId() != null
                  && typing.channelId() != null
                  && typing.participant() != null;
          case ConversationSignal.Read mark ->
              mark.followerId() != null && mark.channelId() != null && mark.participant() != null;
          case ConversationSignal.Delivered mark ->
              mark.followerId() != null && mark.channelId() != null && mark.participant() != null;
          case ConversationSignal.Presence presence ->
              presence.gatewayId() != null
                  && presence.participant() != null
                  && presence.channelIds() != null;
          case ConversationSignal.GatewayAlive alive -> alive.gatewayId() != null;
        };
    if (!whole) {
      throw new PoisonException("A field is missing");
    }
    return signal;
  }

  ChannelChatChanged change(ConsumerRecord<byte[], byte[]> source) throws PoisonException {
    ChannelChatChanged change = read(CHANGES, ChannelChatChanged.class, body(source));
    if (change.channelId() == null || change.mode() == null) {
      throw new PoisonException("A field is missing");
    }
    return change;
  }

  private static <T> T read(ObjectReader reader, Class<T> type, byte[] body)
      throws PoisonException {
    T value;
    try {
      value = type.cast(reader.readValue(body));
    } catch (IOException e) {
      throw new PoisonException("The body is not what the topic carries");
    }
    if (value == null) {
      throw new PoisonException("The body is null");
    }
    return value;
  }

  private byte[] body(ConsumerRecord<byte[], byte[]> source) throws PoisonException {
    byte[] body = source.value();
    if (body == null) {
      throw new PoisonException("There is no body");
    }
    if (body.length > maxBytes) {
      throw new PoisonException("The body has " + body.length + " bytes");
    }
    return body;
  }

  private static String header(ConsumerRecord<byte[], byte[]> source, String name)
      throws PoisonException {
    Header header = source.headers().lastHeader(name);
    if (header == null || header.value() == null || header.value().length == 0) {
      throw new PoisonException("The header " + name + " is missing");
    }
    return new String(header.value(), UTF_8);
  }
}
