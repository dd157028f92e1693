package io.parley.gateway.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.parley.gateway.config.GatewayConfig;
import io.parley.gateway.feed.Delivery;
import io.parley.gateway.feed.LogRecord;
import io.parley.gateway.metric.GatewayMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/**
 * Puts aside what cannot be read: on {@code messaging-gateway-dead-letter}, with the reason and the
 * place it came from, which is also its key, as each gateway puts the same record aside.
 */
@ApplicationScoped
class DeadLetters implements Delivery.Observer {
  static final String TOPIC = "messaging-gateway-dead-letter";
  static final String REASON = "parley_reason";
  static final String ORIGIN = "parley_origin";
  static final String VALUE_BYTES = "parley_value_bytes";

  private static final Logger LOG = Logger.getLogger(DeadLetters.class);

  private final KafkaOutput output;
  private final GatewayMetrics metrics;
  private final int maxBytes;

  DeadLetters(KafkaOutput output, GatewayMetrics metrics, GatewayConfig config) {
    this.output = output;
    this.metrics = metrics;
    this.maxBytes = config.kafka().recordBytes();
  }

  void put(ConsumerRecord<byte[], byte[]> poison, String reason) {
    String origin = poison.topic() + "-" + poison.partition() + "-" + poison.offset();
    LOG.warnf("Record %s cannot be read: %s", origin, reason);
    metrics.deadLetter(poison.topic());
    byte[] value = poison.value();
    // One that is too large for us may be too large for the broker with headers added.
    boolean keep = value != null && value.length <= maxBytes;
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(TOPIC, origin.getBytes(UTF_8), keep ? value : null);
    poison.headers().forEach(letter.headers()::add);
    letter.headers().add(REASON, reason.getBytes(UTF_8));
    letter.headers().add(ORIGIN, origin.getBytes(UTF_8));
    letter
        .headers()
        .add(VALUE_BYTES, Integer.toString(value == null ? 0 : value.length).getBytes(UTF_8));
    output.write(letter);
  }

  @Override
  public void unreadable(LogRecord record, String reason) {
    @SuppressWarnings("unchecked") // RecordReader puts it there.
    ConsumerRecord<byte[], byte[]> poison = (ConsumerRecord<byte[], byte[]>) record.origin();
    put(poison, reason);
  }

  @Override
  public void filled(int events) {
    metrics.filled(events);
  }

  @Override
  public void broadcast(int sockets) {
    metrics.fanout(sockets);
  }
}
