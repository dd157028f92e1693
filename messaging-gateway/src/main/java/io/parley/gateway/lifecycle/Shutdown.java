package io.parley.gateway.lifecycle;

import io.parley.contracts.socket.CloseCode;
import io.parley.gateway.config.GatewayConfig;
import io.parley.gateway.send.Sends;
import io.parley.gateway.socket.Session;
import io.parley.gateway.socket.Sessions;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Leaves in order: no new sockets; after a delay in which balancers notice, one socket after the
 * other is closed with 1012 once its messages in flight are acknowledged, so that clients come back
 * to another instance, and not all at once.
 *
 * <p>All of it is done before Quarkus begins to stop anything: it closes the HTTP server first, and
 * that closes sockets with 1000.
 */
@ApplicationScoped
public class Shutdown {
  private static final Logger LOG = Logger.getLogger(Shutdown.class);
  private static final long LOOK_AGAIN_NANOS = 5_000_000;

  /** From one socket to the next: a few need not be spread over as long as many. */
  private static final long LONGEST_STEP_NANOS = 2_000_000;

  private final Draining draining;
  private final Sends sends;
  private final Sessions sessions;
  private final GatewayConfig.Shutdown settings;

  Shutdown(Draining draining, Sends sends, Sessions sessions, GatewayConfig config) {
    this.draining = draining;
    this.sends = sends;
    this.sessions = sessions;
    this.settings = config.shutdown();
  }

  void leave(@Observes ShutdownDelayInitiatedEvent event) {
    draining.start();
    LockSupport.parkNanos(settings.delay().toNanos());
    List<Session> open = List.copyOf(sessions.open());
    inTurn(open);
    boolean finished = await(settings.finishSends(), () -> sends.unanswered() == 0);
    boolean closed = await(settings.closeSockets(), this::allClosed);
    LOG.infof(
        "Closed %d sockets; sends finished: %s, all clients answered: %s",
        open.size(), finished, closed);
  }

  private void inTurn(List<Session> open) {
    long step =
        Math.min(LONGEST_STEP_NANOS, settings.spread().toNanos() / Math.max(1, open.size()));
    long began = System.nanoTime();
    for (int i = 0; i < open.size(); i++) {
      long ahead = began + i * step - System.nanoTime();
      if (ahead > 0) {
        LockSupport.parkNanos(ahead);
      }
      open.get(i).leave();
    }
  }

  /** Closes who is left, and who was let in before the signal and has come only now. */
  private boolean allClosed() {
    sessions.open().forEach(session -> session.close(CloseCode.SERVICE_RESTART));
    return sessions.open().isEmpty();
  }

  private static boolean await(Duration atMost, BooleanSupplier condition) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
    return true;
  }
}
