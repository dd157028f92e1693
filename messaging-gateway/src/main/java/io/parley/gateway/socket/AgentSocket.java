package io.parley.gateway.socket;

import io.parley.gateway.identity.Side;
import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnPongMessage;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;

/**
 * The agents' endpoint. Every handler returns at once, so frames of one connection are handled in
 * their order without the queue that serial processing would keep for each.
 */
@Singleton
@RolesAllowed(Side.AGENT_ROLE)
@WebSocket(
    path = AgentSocket.PATH,
    endpointId = AgentSocket.ID,
    inboundProcessingMode = InboundProcessingMode.CONCURRENT)
class AgentSocket {
  static final String PATH = "/ws/agent";
  static final String ID = "agent";

  private final SocketProtocol protocol;

  AgentSocket(SocketProtocol protocol) {
    this.protocol = protocol;
  }

  @OnOpen
  Uni<Void> open(WebSocketConnection connection) {
    return protocol.open(connection);
  }

  @OnTextMessage
  Uni<Void> text(String message, WebSocketConnection connection) {
    return protocol.text(message, connection);
  }

  @OnBinaryMessage
  Uni<Void> binary(Buffer message, WebSocketConnection connection) {
    return protocol.binary(connection);
  }

  @OnPongMessage
  Uni<Void> pong(Buffer message, WebSocketConnection connection) {
    return protocol.pong(connection);
  }

  @OnError
  Uni<Void> error(Throwable failure, WebSocketConnection connection) {
    return protocol.error(failure, connection);
  }

  @OnClose
  Uni<Void> close(WebSocketConnection connection) {
    return protocol.close(connection);
  }
}
