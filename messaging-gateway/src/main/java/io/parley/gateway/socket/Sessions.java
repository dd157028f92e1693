package io.parley.gateway.socket;

import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.socket.CloseCode;
import io.parley.gateway.config.GatewayConfig;
import io.parley.gateway.feed.DeliveryLoop;
import io.parley.gateway.feed.EventFrame;
import io.parley.gateway.feed.RecordsMissed;
import io.parley.gateway.identity.VerifiedToken;
import io.parley.gateway.mark.MarkKeeper;
import io.parley.gateway.metric.GatewayMetrics;
import io.parley.gateway.presence.ChannelSockets;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** All connections of this instance: made, counted, pinged, and closed when their time is over. */
@ApplicationScoped
public class Sessions implements Session.Surroundings, ChannelSockets {
  private static final long SWEEP_MILLIS = 1_000;

  private final Set<Session> open = ConcurrentHashMap.newKeySet();
  private final OpenLimits limits;
  private final DeliveryLoop loop;
  private final MarkKeeper marks;
  private final GatewayMetrics metrics;
  private final Vertx vertx;
  private final int pendingBytes;
  private final long closeTimeoutMillis;
  private final long pingNanos;

  Sessions(
      OpenLimits limits,
      DeliveryLoop loop,
      MarkKeeper marks,
      GatewayMetrics metrics,
      Vertx vertx,
      GatewayConfig config) {
    this.limits = limits;
    this.loop = loop;
    this.marks = marks;
    this.metrics = metrics;
    this.vertx = vertx;
    this.pendingBytes = config.sockets().pendingBytes();
    this.closeTimeoutMillis = config.sockets().closeTimeout().toMillis();
    this.pingNanos = config.sockets().pingInterval().toNanos();
  }

  void start(@Observes StartupEvent event) {
    for (SocketKind kind : SocketKind.values()) {
      ParticipantRole side = kind.side().role();
      metrics.gauge(
          "sockets",
          "side",
          side.name(),
          () -> open.stream().filter(session -> session.actor().role() == side).count());
    }
    vertx.setPeriodic(SWEEP_MILLIS, id -> sweep(System.nanoTime(), System.currentTimeMillis()));
  }

  Session create(Wire wire, VerifiedToken token) {
    return new Session(this, wire, token.actor(), token.expiresAtSeconds(), System.nanoTime());
  }

  void add(Session session) {
    if (open.add(session)) {
      limits.opened(session.actor());
    }
  }

  void remove(Session session) {
    if (open.remove(session)) {
      limits.closed(session.actor());
    }
  }

  /** The connections that are open now. */
  public Set<Session> open() {
    return open;
  }

  /** Clients come back, with jitter, and resume from the database what was missed here. */
  void recordsMissed(@Observes RecordsMissed missed) {
    open.forEach(session -> session.close(CloseCode.SERVICE_RESTART));
  }

  /** One timer for all instead of two for each socket: expiry, silence, pings. */
  private void sweep(long nanos, long millis) {
    long seconds = TimeUnit.MILLISECONDS.toSeconds(millis);
    for (Session session : open) {
      if (session.silent(nanos, 2 * pingNanos)) {
        session.cut();
      } else if (session.expired(seconds)) {
        session.close(CloseCode.POLICY_VIOLATION);
      } else {
        session.pingIfDue(nanos, pingNanos);
      }
    }
  }

  @Override
  public int maxPendingBytes() {
    return pendingBytes;
  }

  @Override
  public long closeTimeoutMillis() {
    return closeTimeoutMillis;
  }

  @Override
  public void onDelivery(Runnable task) {
    loop.execute(task);
  }

  @Override
  public void delivered(Session session, EventFrame event) {
    marks.delivered(event, session.actor().participant());
  }

  @Override
  public void wrote(int frames) {
    metrics.framesOut(frames);
  }

  @Override
  public Stream<Session> followersOf(String channelId) {
    return allOf(channelId).filter(session -> session.actor().role() == ParticipantRole.FOLLOWER);
  }

  @Override
  public Stream<Session> allOf(String channelId) {
    return open.stream().filter(session -> session.actor().channels().contains(channelId));
  }
}
