package io.parley.gateway.socket;

import io.parley.gateway.identity.Side;

/** The two endpoints: whose they are and where. */
enum SocketKind {
  AGENT(AgentSocket.ID, AgentSocket.PATH, Side.AGENT),
  FOLLOWER(FollowerSocket.ID, FollowerSocket.PATH, Side.FOLLOWER);

  private final String endpointId;
  private final String path;
  private final Side side;

  SocketKind(String endpointId, String path, Side side) {
    this.endpointId = endpointId;
    this.path = path;
    this.side = side;
  }

  String path() {
    return path;
  }

  Side side() {
    return side;
  }

  static SocketKind of(String endpointId) {
    for (SocketKind kind : values()) {
      if (kind.endpointId.equals(endpointId)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("No such endpoint: " + endpointId);
  }
}
