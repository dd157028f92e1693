package io.parley.gateway.identity;

import io.parley.contracts.event.ParticipantRole;
import io.quarkus.oidc.runtime.OidcUtils;
import io.quarkus.security.identity.SecurityIdentity;
import java.util.Optional;

/** The two sides of a conversation that hold sockets, each with an issuer of its own. */
public enum Side {
  AGENT(ParticipantRole.AGENT, "agents", Side.AGENT_ROLE),
  FOLLOWER(ParticipantRole.FOLLOWER, "followers", Side.FOLLOWER_ROLE);

  public static final String AGENT_ROLE = "agent";
  public static final String FOLLOWER_ROLE = "follower";

  private final ParticipantRole role;

  /** The issuer's name in the configuration of OIDC. */
  private final String tenant;

  private final String tokenRole;

  Side(ParticipantRole role, String tenant, String tokenRole) {
    this.role = role;
    this.tenant = tenant;
    this.tokenRole = tokenRole;
  }

  public ParticipantRole role() {
    return role;
  }

  /** The role that a token must carry to open this side's socket. */
  String tokenRole() {
    return tokenRole;
  }

  /**
   * What an identity's token says, when this side's issuer gave it and it is good for this side.
   */
  public Optional<VerifiedToken> token(SecurityIdentity identity) {
    return tenant.equals(identity.getAttribute(OidcUtils.TENANT_ID_ATTRIBUTE))
        ? VerifiedToken.of(identity, this)
        : Optional.empty();
  }
}
