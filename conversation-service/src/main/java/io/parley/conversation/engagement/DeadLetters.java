package io.parley.conversation.engagement;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.contracts.topic.Topic;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Puts aside what cannot be read, with the reason and the place it came from, which is also its
 * key. The connector's own dead letters cannot hold a record that is as large as the broker allows.
 */
@Startup
@ApplicationScoped
class DeadLetters {
  static final String REASON = "parley_reason";
  static final String ORIGIN = "parley_origin";
  static final String VALUE_BYTES = "parley_value_bytes";

  private static final Logger LOG = Logger.getLogger(DeadLetters.class);
  private static final String METRIC = "parley.kafka.dead.letters";

  /** The value of a larger one is left out: its first place still has it. */
  private static final int MAX_BYTES = 524_288;

  private final MutinyEmitter<byte[]> letters;
  private final MeterRegistry metrics;

  DeadLetters(@Channel("dead-letter") MutinyEmitter<byte[]> letters, MeterRegistry metrics) {
    this.letters = letters;
    this.metrics = metrics;
    // There from the start, before it first happens: a rate begins at 0, not at 1.
    metrics.counter(METRIC, "topic", Topic.ENGAGEMENT_RECORDED.topicName());
  }

  /** Done when the broker has the letter. */
  Uni<Void> put(ConsumerRecord<String, byte[]> poison, String reason) {
    String origin = poison.topic() + "-" + poison.partition() + "-" + poison.offset();
    LOG.warnf("Record %s is put aside: %s", origin, reason);
    metrics.counter(METRIC, "topic", poison.topic()).increment();
    byte[] value = poison.value() == null ? new byte[0] : poison.value();
    Headers headers =
        new RecordHeaders(poison.headers())
            .add(REASON, reason.getBytes(UTF_8))
            .add(ORIGIN, origin.getBytes(UTF_8))
            .add(VALUE_BYTES, Integer.toString(value.length).getBytes(UTF_8));
    return letters.sendMessage(
        Message.of(value.length > MAX_BYTES ? new byte[0] : value)
            .addMetadata(
                OutgoingKafkaRecordMetadata.<String>builder()
                    .withKey(origin)
                    .withHeaders(headers)
                    .build()));
  }
}
