package io.parley.gateway.socket;

import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.socket.CloseCode;
import io.parley.gateway.config.GatewayConfig;
import io.parley.gateway.identity.CurrentRoles;
import io.parley.gateway.metric.GatewayMetrics;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Closes the sockets of agents who are agents no more. Their issuer is asked in rounds, a few
 * sockets at a time; a round that takes longer than the interval is followed by the next one late.
 *
 * <p>Agents are few. Followers are many, and theirs end with their tokens.
 */
@ApplicationScoped
class RoleWatch {
  private static final int AT_ONCE = 8;

  private final Map<Session, String> tokens = new ConcurrentHashMap<>();
  private final AtomicInteger asking = new AtomicInteger();
  private final CurrentRoles roles;
  private final GatewayMetrics metrics;
  private final Vertx vertx;
  private final Duration interval;

  RoleWatch(CurrentRoles roles, GatewayMetrics metrics, Vertx vertx, GatewayConfig config) {
    this.roles = roles;
    this.metrics = metrics;
    this.vertx = vertx;
    this.interval = config.sockets().roleCheckInterval();
  }

  void start(@Observes StartupEvent event) {
    if (interval.isPositive()) {
      vertx.setPeriodic(interval.toMillis(), id -> round());
    }
  }

  /** Takes the token that a socket was opened with. */
  void watch(Session session, String token) {
    if (interval.isPositive() && session.actor().role() == ParticipantRole.AGENT) {
      tokens.put(session, token);
    }
  }

  /** Takes a fresh token; of a socket that is closed by now, nothing. */
  void renewed(Session session, String token) {
    tokens.replace(session, token);
  }

  void forget(Session session) {
    tokens.remove(session);
  }

  private void round() {
    if (asking.get() == 0) {
      Iterator<Map.Entry<Session, String>> all = tokens.entrySet().iterator();
      for (int i = 0; i < AT_ONCE; i++) {
        next(all);
      }
    }
  }

  /** Asks about one socket and then about the next one of the round; on one event loop. */
  private void next(Iterator<Map.Entry<Session, String>> all) {
    if (!all.hasNext()) {
      return;
    }
    Map.Entry<Session, String> asked = all.next();
    asking.incrementAndGet();
    roles
        .agent(asked.getValue())
        .onSuccess(
            answer -> {
              asking.decrementAndGet();
              if (answer == CurrentRoles.Answer.GONE) {
                metrics.roleRevoked();
                asked.getKey().close(CloseCode.POLICY_VIOLATION);
              }
              next(all);
            });
  }
}
