package io.parley.gateway.identity;

import io.parley.contracts.event.ParticipantRole;
import io.quarkus.oidc.runtime.OidcUtils;
import io.quarkus.security.identity.SecurityIdentity;
import java.util.Optional;

/**
 * The two sides of a conversation that hold sockets, each with an issuer of its own; followers also
 * with tokens that the suite itself gives to those whom no issuer knows.
 */
public enum Side {
  AGENT(ParticipantRole.AGENT, Side.AGENT_ROLE),
  FOLLOWER(ParticipantRole.FOLLOWER, Side.FOLLOWER_ROLE);

  public static final String AGENT_ROLE = "agent";
  public static final String FOLLOWER_ROLE = "follower";

  private final ParticipantRole role;

  private final String tokenRole;

  Side(ParticipantRole role, String tokenRole) {
    this.role = role;
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
   * What an identity's token says, when an issuer of this side gave it and it is good for this
   * side.
   */
  public Optional<VerifiedToken> token(SecurityIdentity identity) {
    String tenant = identity.getAttribute(OidcUtils.TENANT_ID_ATTRIBUTE);
    return tenant != null && trusts(tenant) ? VerifiedToken.of(identity, this) : Optional.empty();
  }

  /** By the issuers' names in the configuration of OIDC. */
  private boolean trusts(String tenant) {
    return switch (this) {
      case AGENT -> tenant.equals("agents");
      case FOLLOWER -> tenant.equals("followers") || tenant.equals(OwnTokens.TENANT);
    };
  }
}
