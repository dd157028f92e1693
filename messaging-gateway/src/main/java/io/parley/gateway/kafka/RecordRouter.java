package io.parley.gateway.kafka;

import io.opentelemetry.api.trace.Span;
import io.parley.contracts.event.ChannelChatChanged;
import io.parley.contracts.event.ConversationSignal;
import io.parley.contracts.topic.Topic;
import io.parley.gateway.config.GatewayConfig;
import io.parley.gateway.feed.Delivery;
import io.parley.gateway.feed.DeliveryLoop;
import io.parley.gateway.feed.LogRecord;
import io.parley.gateway.metric.GatewayMetrics;
import io.parley.gateway.presence.ChatModes;
import io.parley.gateway.presence.Presence;
import io.parley.gateway.signal.Conversing;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** Gives the records of a poll to whom they concern, and puts poison aside. */
@ApplicationScoped
class RecordRouter {
  private final RecordReader reader;
  private final DeliveryLoop loop;
  private final Delivery delivery;
  private final ChatModes chatModes;
  private final Presence presence;
  private final Conversing conversing;
  private final DeadLetters deadLetters;
  private final RecordTraces traces;
  private final GatewayMetrics metrics;

  RecordRouter(
      GatewayConfig config,
      DeliveryLoop loop,
      Delivery delivery,
      ChatModes chatModes,
      Presence presence,
      Conversing conversing,
      DeadLetters deadLetters,
      RecordTraces traces,
      GatewayMetrics metrics) {
    this.reader = new RecordReader(config.kafka().recordBytes());
    this.loop = loop;
    this.delivery = delivery;
    this.chatModes = chatModes;
    this.presence = presence;
    this.conversing = conversing;
    this.deadLetters = deadLetters;
    this.traces = traces;
    this.metrics = metrics;
  }

  /** Returns when all of them have been dealt with. */
  void route(ConsumerRecords<byte[], byte[]> polled) {
    List<LogRecord> events = new ArrayList<>(polled.count());
    List<Runnable> others = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : polled) {
      Optional<Topic> topic = Topic.byName(record.topic());
      try {
        switch (topic.orElseThrow()) {
          case CONVERSATION_SIGNALS -> {
            ConversationSignal signal = reader.signal(record);
            others.add(() -> told(signal));
          }
          case CHANNEL_CHAT_CHANGED -> {
            ChannelChatChanged change = reader.change(record);
            others.add(() -> chatModes.changed(change));
          }
          default -> events.add(reader.logEvent(record));
        }
      } catch (RecordReader.PoisonException e) {
        deadLetters.put(record, e.getMessage());
      }
    }
    List<Span> spans = traces.begin(polled);
    Instant committed = events.isEmpty() ? null : reader.time(events.getFirst());
    loop.run(
        () -> {
          delivery.records(events);
          others.forEach(Runnable::run);
        });
    if (committed != null) {
      metrics.delivered(Duration.between(committed, Instant.now()));
    }
    spans.forEach(Span::end);
  }

  private void told(ConversationSignal signal) {
    switch (signal) {
      case ConversationSignal.Typing typing -> conversing.told(typing);
      case ConversationSignal.Read read -> conversing.told(read);
      case ConversationSignal.Delivered delivered -> conversing.told(delivered);
      case ConversationSignal.Presence one -> presence.told(one);
      case ConversationSignal.GatewayAlive alive -> presence.alive(alive);
    }
  }
}
