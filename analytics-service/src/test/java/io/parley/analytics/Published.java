package io.parley.analytics;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.parley.contracts.event.ConversationEvent;
import io.parley.contracts.json.Json;
import io.parley.localstack.Infrastructure;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes to the real broker as conversation-service does. */
public final class Published {
  private Published() {}

  /** Stores events in the log and publishes them. */
  public static void events(List<ConversationEvent> events) {
    LogServer.keep(events);
    onKafka(events);
  }

  /** Publishes events alone. */
  public static void onKafka(List<ConversationEvent> events) {
    try (KafkaProducer<String, byte[]> producer = producer()) {
      for (ConversationEvent event : events) {
        var unused =
            producer.send(
                new ProducerRecord<>(
                    event.topic().topicName(),
                    event.conversationId(),
                    Json.tolerant().writerFor(ConversationEvent.class).writeValueAsBytes(event)));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  public static void raw(String topic, String key, byte[] body) {
    try (KafkaProducer<String, byte[]> producer = producer()) {
      var unused = producer.send(new ProducerRecord<>(topic, 0, key, body));
    }
  }

  private static KafkaProducer<String, byte[]> producer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", Infrastructure.start().bootstrapServers()),
        new StringSerializer(),
        new ByteArraySerializer());
  }
}
