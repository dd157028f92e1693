package io.parley.analytics.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Puts aside what cannot be read, with the reason and the place it came from, before the position
 * moves past it. The hole it leaves is filled from the log.
 */
@ApplicationScoped
class DeadLetters {
  static final String TOPIC = "analytics-service-dead-letter";
  static final String REASON = "parley_reason";
  static final String ORIGIN = "parley_origin";

  private static final int REQUEST_BYTES = 2 * 1024 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final String bootstrapServers;
  private Producer<byte[], byte[]> producer;

  DeadLetters(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Waits until Kafka has it.
   *
   * @throws KafkaException when it has not, so that the record is read again
   */
  synchronized void put(ConsumerRecord<byte[], byte[]> poison, String reason) {
    String origin = poison.topic() + "-" + poison.partition() + "-" + poison.offset();
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(TOPIC, origin.getBytes(UTF_8), poison.value());
    poison.headers().forEach(letter.headers()::add);
    letter.headers().add(REASON, reason.getBytes(UTF_8));
    letter.headers().add(ORIGIN, origin.getBytes(UTF_8));
    try {
      producer().send(letter).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("Interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("The dead letter was not taken", e);
    }
  }

  private Producer<byte[], byte[]> producer() {
    if (producer == null) {
      producer =
          new KafkaProducer<>(
              Map.of(
                  ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                  bootstrapServers,
                  ProducerConfig.ACKS_CONFIG,
                  "all",
                  ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                  REQUEST_BYTES),
              new ByteArraySerializer(),
              new ByteArraySerializer());
    }
    return producer;
  }

  @PreDestroy
  synchronized void close() {
    if (producer != null) {
      producer.close(Duration.ofSeconds(2));
    }
  }
}
