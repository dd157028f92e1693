package io.parley.gateway.presence;

import io.parley.contracts.command.Actor;
import io.parley.contracts.command.Attendance;
import io.parley.gateway.conversation.ConversationClient;
import io.parley.gateway.feed.DeliveryLoop;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Tells conversation-service which agents have a socket here: all of them every {@link
 * Attendance#INTERVAL_SECONDS}, and within a second who has none any more. What is lost is said
 * again or runs out. Its state is touched on the delivery thread only.
 */
@ApplicationScoped
public class AgentAttendance {
  private static final Logger LOG = Logger.getLogger(AgentAttendance.class);

  private final Map<String, Actor> here = new HashMap<>();
  private final Map<String, Actor> left = new HashMap<>();
  private final ConversationClient client;
  private final DeliveryLoop loop;
  private final Vertx vertx;

  AgentAttendance(ConversationClient client, DeliveryLoop loop, Vertx vertx) {
    this.client = client;
    this.loop = loop;
    this.vertx = vertx;
  }

  void start(@Observes StartupEvent event) {
    vertx.setPeriodic(1_000, id -> loop.execute(this::tellOfLeavers));
    vertx.setPeriodic(
        Attendance.INTERVAL_SECONDS * 1_000L, id -> loop.execute(this::tellOfAllHere));
  }

  /** An agent's first socket here was welcomed; conversation-service knows it from the arrival. */
  void came(Actor agent) {
    here.put(agent.id(), agent);
    left.remove(agent.id());
  }

  /** An agent's last socket here has closed. */
  void went(Actor agent) {
    here.remove(agent.id());
    left.put(agent.id(), agent);
  }

  private void tellOfLeavers() {
    if (!left.isEmpty()) {
      tell(List.of(), new ArrayList<>(left.values()));
      left.clear();
    }
  }

  private void tellOfAllHere() {
    if (!here.isEmpty()) {
      tell(new ArrayList<>(here.values()), List.of());
    }
  }

  private void tell(List<Actor> present, List<Actor> gone) {
    List<Actor> all = present.isEmpty() ? gone : present;
    for (int from = 0; from < all.size(); from += Attendance.MAX_SIZE) {
      List<Actor> part = all.subList(from, Math.min(from + Attendance.MAX_SIZE, all.size()));
      client
          .attend(
              present.isEmpty() ? new Attendance(List.of(), part) : new Attendance(part, List.of()))
          .exceptionally(
              failure -> {
                LOG.debugf("Attendance is told again later: %s", failure);
                return null;
              });
    }
  }
}
