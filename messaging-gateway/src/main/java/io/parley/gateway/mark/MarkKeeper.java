package io.parley.gateway.mark;

import io.parley.contracts.command.MarkBatch;
import io.parley.contracts.command.MarkBatch.Kind;
import io.parley.contracts.command.MarkBatch.Mark;
import io.parley.contracts.event.ConversationSignal;
import io.parley.contracts.event.Participant;
import io.parley.contracts.event.ParticipantRole;
import io.parley.gateway.config.GatewayConfig;
import io.parley.gateway.conversation.ConversationClient;
import io.parley.gateway.feed.EventFrame;
import io.parley.gateway.feed.Place;
import io.parley.gateway.kafka.SignalPublisher;
import io.parley.gateway.metric.GatewayMetrics;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Coalesces marks by conversation, participant and kind, and flushes them a few times a second: to
 * conversation-service, and as signals to the other side. Never on a message's way. What a failed
 * flush held is kept for the next.
 */
@ApplicationScoped
public class MarkKeeper {
  private static final Logger LOG = Logger.getLogger(MarkKeeper.class);

  private record Key(String conversationId, ParticipantRole role, String id, Kind kind) {}

  private record Value(Place place, Participant participant, long seq, boolean told) {}

  private final Map<Key, Value> waiting = new ConcurrentHashMap<>();
  private final AtomicBoolean flushing = new AtomicBoolean();
  private final ConversationClient client;
  private final SignalPublisher signals;
  private final GatewayMetrics metrics;
  private final Vertx vertx;
  private final long flushMillis;
  private final int maxWaiting;

  MarkKeeper(
      ConversationClient client,
      SignalPublisher signals,
      GatewayMetrics metrics,
      Vertx vertx,
      GatewayConfig config) {
    this.client = client;
    this.signals = signals;
    this.metrics = metrics;
    this.vertx = vertx;
    this.flushMillis = config.marks().flushInterval().toMillis();
    this.maxWaiting = config.marks().waiting();
  }

  void start(@Observes StartupEvent event) {
    vertx.setPeriodic(flushMillis, id -> flush());
  }

  /** An event was written to a socket of somebody who had not sent it. */
  public void delivered(EventFrame event, Participant participant) {
    keep(
        new Place(event.conversationId(), event.channelId(), event.followerId()),
        participant,
        Kind.DELIVERED,
        event.seq());
  }

  /** Somebody has read up to a seq. */
  public void read(Place place, Participant participant, long seq) {
    keep(place, participant, Kind.READ, seq);
  }

  private void keep(Place place, Participant participant, Kind kind, long seq) {
    Key key = new Key(place.conversationId(), participant.role(), participant.id(), kind);
    if (waiting.size() >= maxWaiting && !waiting.containsKey(key)) {
      metrics.dropped("mark");
      return;
    }
    waiting.merge(
        key,
        new Value(place, participant, seq, false),
        (kept, added) -> added.seq() > kept.seq() ? added : kept);
  }

  private void flush() {
    if (waiting.isEmpty() || !flushing.compareAndSet(false, true)) {
      return;
    }
    List<Map.Entry<Key, Value>> taken = take();
    List<Mark> marks = new ArrayList<>(taken.size());
    for (Map.Entry<Key, Value> entry : taken) {
      Value value = entry.getValue();
      marks.add(
          new Mark(
              entry.getKey().conversationId(),
              value.participant(),
              entry.getKey().kind(),
              value.seq()));
      if (!value.told()) {
        signals.publish(signal(entry.getKey().kind(), value));
      }
    }
    client
        .mark(new MarkBatch(marks))
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                LOG.debugf("Marks are kept for later: %s", failure);
                taken.forEach(entry -> putBack(entry.getKey(), entry.getValue()));
              }
              flushing.set(false);
            });
  }

  private List<Map.Entry<Key, Value>> take() {
    List<Map.Entry<Key, Value>> taken = new ArrayList<>();
    Iterator<Key> keys = waiting.keySet().iterator();
    while (keys.hasNext() && taken.size() < MarkBatch.MAX_SIZE) {
      Key key = keys.next();
      Value value = waiting.remove(key);
      if (value != null) {
        taken.add(Map.entry(key, value));
      }
    }
    return taken;
  }

  private void putBack(Key key, Value value) {
    waiting.merge(
        key,
        new Value(value.place(), value.participant(), value.seq(), true),
        (newer, old) -> newer.seq() >= old.seq() ? newer : old);
  }

  private static ConversationSignal signal(Kind kind, Value value) {
    Place place = value.place();
    return switch (kind) {
      case READ ->
          new ConversationSignal.Read(
              place.conversationId(),
              place.channelId(),
              place.followerId(),
              value.participant(),
              value.seq());
      case DELIVERED ->
          new ConversationSignal.Delivered(
              place.conversationId(),
              place.channelId(),
              place.followerId(),
              value.participant(),
              value.seq());
    };
  }
}
