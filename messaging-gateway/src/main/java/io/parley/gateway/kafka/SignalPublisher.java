package io.parley.gateway.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.parley.contracts.event.ConversationSignal;
import io.parley.contracts.json.Json;
import io.parley.contracts.topic.CloudEventHeader;
import io.parley.contracts.topic.Topic;
import io.parley.gateway.config.GatewayId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** Tells all gateways, this one included, of typing, marks and presence. Lost without harm. */
@ApplicationScoped
public class SignalPublisher {
  private static final ObjectWriter WRITER = Json.tolerant().writerFor(ConversationSignal.class);
  private static final byte[] SPEC_VERSION = "1.0".getBytes(UTF_8);
  private static final byte[] TYPE = Topic.CONVERSATION_SIGNALS.eventType().getBytes(UTF_8);
  private static final byte[] JSON = "application/json".getBytes(UTF_8);

  private final KafkaOutput output;
  private final String gatewayId;
  private final byte[] source;
  private final AtomicLong number = new AtomicLong();

  SignalPublisher(KafkaOutput output, GatewayId gatewayId) {
    this.output = output;
    this.gatewayId = gatewayId.value();
    this.source = ("/messaging-gateway/" + gatewayId.value()).getBytes(UTF_8);
  }

  /** Publishes when the broker is there. */
  public void publish(ConversationSignal signal) {
    String key =
        switch (signal) {
          case ConversationSignal.Typing typing -> typing.conversationId();
          case ConversationSignal.Read read -> read.conversationId();
          case ConversationSignal.Delivered delivered -> delivered.conversationId();
          case ConversationSignal.Presence presence -> presence.participant().id();
          case ConversationSignal.GatewayAlive alive -> alive.gatewayId();
        };
    byte[] body;
    try {
      body = WRITER.writeValueAsBytes(signal);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A signal that cannot be written", e);
    }
    ProducerRecord<byte[], byte[]> published =
        new ProducerRecord<>(Topic.CONVERSATION_SIGNALS.topicName(), key.getBytes(UTF_8), body);
    Headers headers = published.headers();
    headers.add(CloudEventHeader.SPEC_VERSION, SPEC_VERSION);
    headers.add(CloudEventHeader.ID, (gatewayId + ":" + number.incrementAndGet()).getBytes(UTF_8));
    headers.add(CloudEventHeader.TYPE, TYPE);
    headers.add(CloudEventHeader.SOURCE, source);
    headers.add(CloudEventHeader.SUBJECT, published.key());
    headers.add(CloudEventHeader.TIME, Instant.now().toString().getBytes(UTF_8));
    headers.add(CloudEventHeader.CONTENT_TYPE, JSON);
    output.write(published);
  }
}
