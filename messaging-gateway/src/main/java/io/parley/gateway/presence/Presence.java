package io.parley.gateway.presence;

import io.parley.contracts.command.Actor;
import io.parley.contracts.event.ConversationSignal;
import io.parley.contracts.event.Participant;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.socket.ServerFrame;
import io.parley.gateway.config.GatewayConfig;
import io.parley.gateway.config.GatewayId;
import io.parley.gateway.feed.Delivery;
import io.parley.gateway.feed.DeliveryLoop;
import io.parley.gateway.feed.Place;
import io.parley.gateway.frame.Frames;
import io.parley.gateway.kafka.SignalPublisher;
import io.parley.gateway.signal.Places;
import io.parley.gateway.socket.Session;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Counts the sockets of each participant here, tells the other gateways of the first and the last,
 * and tells clients: agents of everybody in their channels, followers only whether any agent of the
 * channel is there. Runs on the delivery thread.
 */
@ApplicationScoped
public class Presence {
  private static final int SILENT_INTERVALS = 3;

  private record Here(Actor actor, int sockets) {}

  private record Key(ParticipantRole role, String id) {}

  private final PresenceBoard board = new PresenceBoard();
  private final Map<Key, Here> here = new HashMap<>();
  private final DeliveryLoop loop;
  private final Delivery delivery;
  private final ChannelSockets channelSockets;
  private final Places places;
  private final SignalPublisher signals;
  private final AgentAttendance attendance;
  private final String gatewayId;
  private final Vertx vertx;
  private final long aliveMillis;
  private final long silentNanos;

  Presence(
      DeliveryLoop loop,
      Delivery delivery,
      ChannelSockets channelSockets,
      Places places,
      SignalPublisher signals,
      AgentAttendance attendance,
      GatewayId gatewayId,
      Vertx vertx,
      GatewayConfig config) {
    this.loop = loop;
    this.delivery = delivery;
    this.channelSockets = channelSockets;
    this.places = places;
    this.signals = signals;
    this.attendance = attendance;
    this.gatewayId = gatewayId.value();
    this.vertx = vertx;
    this.aliveMillis = config.kafka().aliveInterval().toMillis();
    this.silentNanos = config.kafka().aliveInterval().toNanos() * SILENT_INTERVALS;
  }

  void start(@Observes StartupEvent event) {
    signals.publish(new ConversationSignal.GatewayAlive(gatewayId, true));
    vertx.setPeriodic(
        aliveMillis,
        id -> {
          signals.publish(new ConversationSignal.GatewayAlive(gatewayId, false));
          loop.execute(() -> tell(board.dropSilent(System.nanoTime(), silentNanos)));
        });
  }

  /** A socket was welcomed. */
  public void opened(Actor actor) {
    Here now =
        here.merge(
            key(actor), new Here(actor, 1), (old, one) -> new Here(actor, old.sockets() + 1));
    if (now.sockets() == 1) {
      tell(board.told(gatewayId, actor.participant(), actor.channels(), true));
      publish(actor, true);
      if (actor.role() == ParticipantRole.AGENT) {
        attendance.came(actor);
      }
    }
  }

  /** A socket that was welcomed has closed. */
  public void closed(Actor actor) {
    Here left =
        here.computeIfPresent(
            key(actor),
            (key, old) -> old.sockets() == 1 ? null : new Here(old.actor(), old.sockets() - 1));
    if (left == null) {
      tell(board.told(gatewayId, actor.participant(), actor.channels(), false));
      publish(actor, false);
      if (actor.role() == ParticipantRole.AGENT) {
        attendance.went(actor);
      }
    }
  }

  /** Another gateway's word. */
  public void told(ConversationSignal.Presence signal) {
    if (!signal.gatewayId().equals(gatewayId)) {
      board.alive(signal.gatewayId(), System.nanoTime());
      tell(
          board.told(
              signal.gatewayId(), signal.participant(), signal.channelIds(), signal.online()));
    }
  }

  /** Another gateway lives; one that starts knows nothing yet. */
  public void alive(ConversationSignal.GatewayAlive signal) {
    if (signal.gatewayId().equals(gatewayId)) {
      return;
    }
    board.alive(signal.gatewayId(), System.nanoTime());
    if (signal.starting()) {
      here.values().forEach(one -> publish(one.actor(), true));
    }
  }

  public boolean agentsOnline(String channelId) {
    return board.agentsOnline(channelId);
  }

  /** Tells an agent whether the followers of some conversations are there. */
  public void tellOfFollowers(Session session, Set<String> conversationIds) {
    for (String conversationId : conversationIds) {
      places.find(
          session,
          conversationId,
          (place, problem) -> {
            if (place != null && session.actor().channels().contains(place.channelId())) {
              tellOfFollower(session, place);
            }
          });
    }
  }

  private void tellOfFollower(Session session, Place place) {
    Participant online = board.find(ParticipantRole.FOLLOWER, place.followerId());
    Participant follower =
        online != null
            ? online
            : new Participant(ParticipantRole.FOLLOWER, place.followerId(), null);
    session.send(
        Frames.encode(new ServerFrame.Presence(place.channelId(), follower, online != null)));
  }

  private void tell(List<PresenceBoard.Change> changes) {
    for (PresenceBoard.Change change : changes) {
      for (String channel : change.channels()) {
        byte[] frame =
            Frames.encode(new ServerFrame.Presence(channel, change.participant(), change.online()));
        delivery.agentSockets(channel).stream()
            .filter(agent -> !agent.actor().id().equals(change.participant().id()))
            .forEach(agent -> agent.outlet().send(frame));
        if (change.participant().role() == ParticipantRole.AGENT && flipped(channel, change)) {
          channelSockets.followersOf(channel).forEach(session -> session.send(frame));
        }
      }
    }
  }

  /** Whether the first agent of a channel came, or the last one went. */
  private boolean flipped(String channel, PresenceBoard.Change change) {
    return board.agentsOnlineCount(channel) == (change.online() ? 1 : 0);
  }

  private void publish(Actor actor, boolean online) {
    signals.publish(
        new ConversationSignal.Presence(
            gatewayId, actor.participant(), new ArrayList<>(actor.channels()), online));
  }

  private static Key key(Actor actor) {
    return new Key(actor.role(), actor.id());
  }
}
