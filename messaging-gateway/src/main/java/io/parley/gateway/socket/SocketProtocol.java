package io.parley.gateway.socket;

import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;
import io.parley.contracts.socket.ClientFrame;
import io.parley.contracts.socket.CloseCode;
import io.parley.gateway.arrival.Reception;
import io.parley.gateway.frame.FrameReader;
import io.parley.gateway.frame.Frames;
import io.parley.gateway.frame.MalformedFrameException;
import io.parley.gateway.identity.TokenRenewal;
import io.parley.gateway.identity.VerifiedToken;
import io.parley.gateway.metric.GatewayMetrics;
import io.parley.gateway.send.Sends;
import io.parley.gateway.signal.Conversing;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** What each frame of {@code parley.v1} leads to. The start of every message's way. */
@ApplicationScoped
public class SocketProtocol {
  private static final Logger LOG = Logger.getLogger(SocketProtocol.class);
  private static final long TYPING_INTERVAL = TimeUnit.SECONDS.toNanos(1);
  private static final Uni<Void> DONE = Uni.createFrom().voidItem();
  private static final Problem BAD_TOKEN =
      Problem.of(ProblemCode.UNAUTHENTICATED, "The token is not valid for this socket");
  private static final Problem RENEWING =
      Problem.of(ProblemCode.RATE_LIMITED, "A token is being verified already");

  private final Sessions sessions;
  private final Reception reception;
  private final Sends sends;
  private final Conversing conversing;
  private final TokenRenewal renewal;
  private final RoleWatch roles;
  private final GatewayMetrics metrics;

  SocketProtocol(
      Sessions sessions,
      Reception reception,
      Sends sends,
      Conversing conversing,
      TokenRenewal renewal,
      RoleWatch roles,
      GatewayMetrics metrics) {
    this.sessions = sessions;
    this.reception = reception;
    this.sends = sends;
    this.conversing = conversing;
    this.renewal = renewal;
    this.roles = roles;
    this.metrics = metrics;
  }

  Uni<Void> open(WebSocketConnection connection) {
    Session session = session(connection);
    session.opened(connection);
    sessions.add(session);
    roles.watch(session, connection.userData().remove(UpgradeGuard.TOKEN));
    reception.enter(session);
    return DONE;
  }

  Uni<Void> text(String message, WebSocketConnection connection) {
    Session session = session(connection);
    if (!session.hears()) {
      return DONE;
    }
    long now = System.nanoTime();
    if (!session.frame(now)) {
      metrics.flooded();
      session.close(CloseCode.POLICY_VIOLATION);
      return DONE;
    }
    ClientFrame frame;
    try {
      frame = FrameReader.read(message);
    } catch (MalformedFrameException e) {
      metrics.frameIn("malformed");
      session.send(
          Frames.refusal(
              e.clientMessageId(), null, Problem.of(ProblemCode.MALFORMED_FRAME, e.getMessage())));
      return DONE;
    }
    switch (frame) {
      case ClientFrame.Send send -> {
        metrics.frameIn("send");
        sends.send(session, send);
      }
      case ClientFrame.Resume resume -> {
        metrics.frameIn("resume");
        reception.resume(session, resume);
      }
      case ClientFrame.Typing typing -> {
        metrics.frameIn("typing");
        if (session.typing(now, TYPING_INTERVAL)) {
          conversing.typing(session, typing.conversationId());
        }
      }
      case ClientFrame.Read read -> {
        metrics.frameIn("read");
        conversing.read(session, read.conversationId(), read.seq());
      }
      case ClientFrame.Authenticate authenticate -> {
        metrics.frameIn("authenticate");
        renew(session, authenticate.token());
      }
    }
    return DONE;
  }

  Uni<Void> binary(WebSocketConnection connection) {
    session(connection).close(CloseCode.INVALID_PAYLOAD);
    return DONE;
  }

  Uni<Void> pong(WebSocketConnection connection) {
    session(connection).heard(System.nanoTime());
    return DONE;
  }

  Uni<Void> error(Throwable failure, WebSocketConnection connection) {
    Session session = session(connection);
    if (failure instanceof CorruptedWebSocketFrameException) {
      // PoliteClose has answered with the right code already.
      LOG.debug("A frame against RFC 6455", failure);
    } else if (failure instanceof IllegalStateException) {
      // Vert.x reports so that the fragments of a message add up to too much.
      session.close(CloseCode.TOO_BIG);
    } else {
      LOG.debug("A connection failed", failure);
      session.cut();
    }
    return DONE;
  }

  Uni<Void> close(WebSocketConnection connection) {
    Session session = session(connection);
    CloseCode ours = session.closing();
    metrics.closed(ours != null ? ours.code() : connection.closeReason().getCode());
    sessions.remove(session);
    roles.forget(session);
    reception.leave(session);
    return DONE;
  }

  private void renew(Session session, String token) {
    if (!session.startRenewal()) {
      session.send(Frames.refusal(null, null, RENEWING));
      return;
    }
    renewal
        .verify(token, session.actor().role())
        .subscribe()
        .with(
            verified -> {
              session.endRenewal();
              if (renewed(session, verified)) {
                roles.renewed(session, token);
              }
            });
  }

  /** Whether the socket goes on with the fresh token. */
  private static boolean renewed(Session session, Optional<VerifiedToken> verified) {
    if (verified.isEmpty()) {
      session.send(Frames.refusal(null, null, BAD_TOKEN));
    } else if (!verified.get().actor().id().equals(session.actor().id())) {
      session.close(CloseCode.POLICY_VIOLATION);
    } else if (!verified.get().actor().channels().equals(session.actor().channels())) {
      // Other channels are another welcome: the client comes back for it.
      session.close(CloseCode.SERVICE_RESTART);
    } else {
      session.renewed(verified.get().expiresAtSeconds());
      return true;
    }
    return false;
  }

  private static Session session(WebSocketConnection connection) {
    return connection.userData().get(UpgradeGuard.SESSION);
  }
}
