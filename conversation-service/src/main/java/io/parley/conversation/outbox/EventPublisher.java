package io.parley.conversation.outbox;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.parley.contracts.topic.CloudEventHeader;
import io.parley.contracts.trace.TraceParent;
import io.parley.conversation.trace.Tracing;
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

  private final Tracing tracing;
  private final Map<String, Object> settings;
  private KafkaProducer<String, String> producer;

  EventPublisher(
      @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers, Tracing tracing) {
    this.tracing = tracing;
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
    List<Span> spans = new ArrayList<>(0);
    try {
      List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
      for (OutboxRecord each : records) {
        ProducerRecord<String, String> record = toRecord(each);
        if (each.traceparent() != null) {
          spans.add(trace(each, record));
        }
        Future<RecordMetadata> future = producer().send(record);
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
      for (Span span : spans) {
        span.setStatus(confirmed ? StatusCode.OK : StatusCode.ERROR).end();
      }
      if (!confirmed) {
        close(Duration.ZERO);
      }
    }
  }

  /** Starts the span of a record, and tells whoever receives it. */
  private Span trace(OutboxRecord owed, ProducerRecord<String, String> record) {
    Span span =
        tracing
            .start("send " + record.topic(), SpanKind.PRODUCER, owed.traceparent())
            .setAttribute("messaging.system", "kafka")
            .setAttribute("messaging.operation.type", "send")
            .setAttribute("messaging.destination.name", record.topic());
    String traceparent = TraceParent.of(span);
    if (traceparent != null) {
      record.headers().add(TraceParent.HEADER, bytes(traceparent));
    }
    return span;
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
    EventHead head = EventHead.of(owed.body());
    ProducerRecord<String, String> out =
        new ProducerRecord<>(owed.topic().topicName(), head.subject(), owed.body());
    Headers headers = out.headers();
    headers.add(CloudEventHeader.SPEC_VERSION, SPEC_VERSION);
    headers.add(CloudEventHeader.ID, bytes(head.id()));
    headers.add(CloudEventHeader.TYPE, bytes(owed.topic().eventType()));
    headers.add(CloudEventHeader.SOURCE, SOURCE);
    headers.add(CloudEventHeader.SUBJECT, bytes(head.subject()));
    headers.add(CloudEventHeader.CONTENT_TYPE, JSON);
    headers.add(CloudEventHeader.TIME, bytes(head.at()));
    headers.add(CloudEventHeader.CHANNEL_ID, bytes(head.channelId()));
    if (head.conversationId() != null) {
      headers.add(CloudEventHeader.SEQUENCE, bytes(Long.toString(head.number())));
      headers.add(CloudEventHeader.FOLLOWER_ID, bytes(head.followerId()));
    }
    return out;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  synchronized void stop(@Observes ShutdownEvent shutdown) {
    close(Duration.ofSeconds(5));
  }
}
