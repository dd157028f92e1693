package io.parley.analytics.event;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.contracts.event.ConversationEvent;
import io.parley.contracts.json.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Reads the events of all conversations. For now it counts them by type and keeps nothing: each
 * delivery counts, a second delivery of the same event counts again.
 */
@ApplicationScoped
public class ConversationEventConsumer {
  static final String RECEIVED = "parley.analytics.events.received";
  static final String UNREADABLE = "parley.analytics.events.unreadable";

  private final EventConfig config;
  private final MeterRegistry metrics;

  ConversationEventConsumer(EventConfig config, MeterRegistry metrics) {
    this.config = config;
    this.metrics = metrics;
  }

  /**
   * Counts one record.
   *
   * @throws UnreadableEventException for a record that is no event, which sends it to the
   *     dead-letter topic
   */
  @Incoming("conversation-events")
  public void receive(ConsumerRecord<String, byte[]> message) {
    try {
      ConversationEvent event = parse(message);
      metrics.counter(RECEIVED, "type", event.topic().eventType()).increment();
    } catch (UnreadableEventException e) {
      metrics.counter(UNREADABLE, "topic", message.topic()).increment();
      throw e;
    }
  }

  private ConversationEvent parse(ConsumerRecord<String, byte[]> message) {
    byte[] body = message.value();
    if (body == null) {
      throw new UnreadableEventException("The record has no body");
    }
    if (body.length > config.maxBytes()) {
      throw new UnreadableEventException(
          "The body has " + body.length + " bytes, more than " + config.maxBytes());
    }
    try {
      ConversationEvent event = Json.tolerant().readValue(body, ConversationEvent.class);
      if (event == null || !event.topic().topicName().equals(message.topic())) {
        throw new UnreadableEventException("The body is not an event of this topic");
      }
      return event;
    } catch (IOException e) {
      // The parser's own message quotes the body, which may hold what people wrote.
      throw new UnreadableEventException("The body is not an event in JSON", e);
    }
  }
}
