package io.parley.gateway.socket;

import io.parley.contracts.event.ParticipantRole;

/** The two endpoints: whose they are and which issuer's tokens open them. */
enum SocketKind {
  AGENT(AgentSocket.ID, AgentSocket.PATH, ParticipantRole.AGENT, "agents"),
  FOLLOWER(FollowerSocket.ID, FollowerSocket.PATH, ParticipantRole.FOLLOWER, "followers");

  private final String endpointId;
  private final String path;
  private final ParticipantRole side;
  private final String tenant;

  SocketKind(String endpointId, String path, ParticipantRole side, String tenant) {
    this.endpointId = endpointId;
    this.path = path;
    this.side = side;
    this.tenant = tenant;
  }

  String path() {
    return path;
  }

  ParticipantRole side() {
    return side;
  }

  /** The OIDC tenant's name in the configuration. */
  String tenant() {
    return tenant;
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
