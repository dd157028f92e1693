package io.parley.conversation.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.parley.contracts.event.ChannelChatChanged;
import io.parley.contracts.event.ConversationEvent;
import io.parley.contracts.json.Json;
import io.parley.contracts.topic.CloudEventHeader;
import io.parley.contracts.topic.Topic;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Sends events to Kafka as CloudEvents in binary mode. Idempotent and {@code acks=all}; Kafka's own
 * transactions are not leaned on, consumers apply each event once by (conversationId, seq).
 *
 * <p>Of each partition Kafka gets a prefix of what was handed over, also when it goes away and
 * comes back meanwhile: no record ever expires by itself while a later one lives on. When a batch
 * is not confirmed in time, the producer is thrown away with all that it still holds.
 */
@ApplicationScoped
class EventPublisher {
  /** Shorter than the time PostgreSQL lets a relay's transaction idle. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final byte[] SPEC_VERSION = bytes("1.0");
  private static final byte[] SOURCE = bytes("/conversation-service");
  private static final byte[] JSON = bytes("application/json");

  private final Map<String, Object> settings;
  private KafkaProducer<String, String> producer;

  EventPublisher(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
    settings =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ProducerConfig.CLIENT_ID_CONFIG,
            "conversation-service-outbox",
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            true,
            // The relay hands over whole batches; waiting for more would only delay them.
            ProducerConfig.LINGER_MS_CONFIG,
            0,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            5_000,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            5_000,
            // All or none of what waits is given up, see publish.
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            Integer.MAX_VALUE,
            ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
            1_000);
  }

  /**
   * Sends all records and waits until Kafka has confirmed each. Blocks; call it from a thread of
   * your own.
   *
   * @throws ExecutionException when one was refused; those before it may have been taken
   * @throws TimeoutException when Kafka does not confirm in time
   */
  synchronized void publish(List<OutboxRecord> records)
      throws InterruptedException, ExecutionException, TimeoutException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    boolean confirmed = false;
    try {
      List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
      for (OutboxRecord each : records) {
        Future<RecordMetadata> future = producer().send(toRecord(each));
        sent.add(future);
        if (future.isDone()) {
          // Without metadata each send fails after a pause: nothing may follow the first failure.
          future.get();
        }
      }
      for (Future<RecordMetadata> future : sent) {
        future.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
      confirmed = true;
    } finally {
      if (!confirmed) {
        close(Duration.ZERO);
      }
    }
  }

  private KafkaProducer<String, String> producer() {
    if (producer == null) {
      producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }
    return producer;
  }

  private void close(Duration patience) {
    if (producer != null) {
      producer.close(patience);
      producer = null;
    }
  }

  private static ProducerRecord<String, String> toRecord(OutboxRecord owed) {
    try {
      return owed.topic() == Topic.CHANNEL_CHAT_CHANGED ? channelRecord(owed) : logRecord(owed);
    } catch (JsonProcessingException e) {
      // Our own writing, read back from a json column.
      throw new IllegalStateException("The outbox holds what is no event", e);
    }
  }

  private static ProducerRecord<String, String> logRecord(OutboxRecord owed)
      throws JsonProcessingException {
    ConversationEvent event = Json.tolerant().readValue(owed.body(), ConversationEvent.class);
    ProducerRecord<String, String> out =
        new ProducerRecord<>(owed.topic().topicName(), event.conversationId(), owed.body());
    Headers headers = out.headers();
    addCommon(headers, owed.topic(), event.eventId(), event.conversationId());
    headers.add(CloudEventHeader.TIME, bytes(event.at().toString()));
    headers.add(CloudEventHeader.SEQUENCE, bytes(Long.toString(event.seq())));
    headers.add(CloudEventHeader.CHANNEL_ID, bytes(event.channelId()));
    headers.add(CloudEventHeader.FOLLOWER_ID, bytes(event.followerId()));
    return out;
  }

  private static ProducerRecord<String, String> channelRecord(OutboxRecord owed)
      throws JsonProcessingException {
    ChannelChatChanged event = Json.tolerant().readValue(owed.body(), ChannelChatChanged.class);
    ProducerRecord<String, String> out =
        new ProducerRecord<>(owed.topic().topicName(), event.channelId(), owed.body());
    Headers headers = out.headers();
    addCommon(headers, owed.topic(), event.eventId(), event.channelId());
    headers.add(CloudEventHeader.TIME, bytes(event.at().toString()));
    headers.add(CloudEventHeader.CHANNEL_ID, bytes(event.channelId()));
    return out;
  }

  private static void addCommon(Headers headers, Topic topic, String id, String subject) {
    headers.add(CloudEventHeader.SPEC_VERSION, SPEC_VERSION);
    headers.add(CloudEventHeader.ID, bytes(id));
    headers.add(CloudEventHeader.TYPE, bytes(topic.eventType()));
    headers.add(CloudEventHeader.SOURCE, SOURCE);
    headers.add(CloudEventHeader.SUBJECT, bytes(subject));
    headers.add(CloudEventHeader.CONTENT_TYPE, JSON);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  synchronized void stop(@Observes ShutdownEvent shutdown) {
    close(Duration.ofSeconds(5));
  }
}
