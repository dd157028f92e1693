package io.parley.gateway.lifecycle;

import io.parley.contracts.socket.CloseCode;
import io.parley.gateway.config.GatewayConfig;
import io.parley.gateway.send.Sends;
import io.parley.gateway.socket.Session;
import io.parley.gateway.socket.Sessions;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Leaves in order: no new sockets, messages in flight are finished and acknowledged, then every
 * socket is closed with 1012, so that clients come back to another instance.
 */
@ApplicationScoped
public class Shutdown {
  private static final Logger LOG = Logger.getLogger(Shutdown.class);
  private static final long LOOK_AGAIN_NANOS = 5_000_000;

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

  void stop(@Observes ShutdownEvent event) {
    draining.start();
    boolean finished = await(settings.finishSends(), () -> sends.unanswered() == 0);
    int open = sessions.open().size();
    for (Session session : sessions.open()) {
      session.close(CloseCode.SERVICE_RESTART);
    }
    boolean closed = await(settings.closeSockets(), () -> sessions.open().isEmpty());
    LOG.infof(
        "Closed %d sockets; sends finished: %s, all clients answered: %s", open, finished, closed);
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
