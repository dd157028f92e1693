package io.parley.gateway.kafka;

import io.parley.gateway.config.GatewayConfig;
import io.parley.gateway.metric.GatewayMetrics;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;

/**
 * Writes records that may be lost. The client's {@code send} blocks while the broker is away, so it
 * has a thread of its own and a short queue; what does not fit is dropped and counted.
 */
@ApplicationScoped
public class KafkaOutput {
  private static final Logger LOG = Logger.getLogger(KafkaOutput.class);
  private static final int WAITING = 10_000;
  private static final int BUFFER_BYTES = 8 * 1024 * 1024;
  private static final int REQUEST_BYTES = 2 * 1024 * 1024;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          task -> {
            Thread created = new Thread(task, "kafka-output");
            created.setDaemon(true);
            return created;
          });

  private final Producer<byte[], byte[]> producer;
  private final GatewayMetrics metrics;

  KafkaOutput(GatewayConfig config, GatewayMetrics metrics) {
    this.metrics = metrics;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                config.kafka().bootstrapServers(),
                ProducerConfig.ACKS_CONFIG,
                "1",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                false,
                // Signals are not urgent to the millisecond; one request for many of them.
                ProducerConfig.LINGER_MS_CONFIG,
                10,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                1_000,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                3_000,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                5_000,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                BUFFER_BYTES,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                REQUEST_BYTES),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Writes a record when it can. */
  void write(ProducerRecord<byte[], byte[]> output) {
    try {
      thread.execute(() -> send(output));
    } catch (RejectedExecutionException e) {
      metrics.dropped("kafka-output");
    }
  }

  private void send(ProducerRecord<byte[], byte[]> output) {
    try {
      Future<?> unused =
          producer.send(
              output,
              (metadata, failure) -> {
                if (failure != null) {
                  lost(output, failure);
                }
              });
    } catch (KafkaException | IllegalStateException e) {
      lost(output, e);
    }
  }

  private void lost(ProducerRecord<byte[], byte[]> output, Exception failure) {
    metrics.dropped("kafka-output");
    LOG.debugf("Not written to %s: %s", output.topic(), failure);
  }

  @PreDestroy
  void close() {
    thread.shutdown();
    producer.close(CLOSE_TIMEOUT);
  }
}
