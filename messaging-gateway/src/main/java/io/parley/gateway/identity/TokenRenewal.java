package io.parley.gateway.identity;

import io.parley.contracts.event.ParticipantRole;
import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.Tenant;
import io.quarkus.oidc.TenantIdentityProvider;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Verifies a fresh token that came in a frame, by an issuer of that side. */
@ApplicationScoped
public class TokenRenewal {
  private final TenantIdentityProvider agents;
  private final TenantIdentityProvider followers;
  private final TenantIdentityProvider own;
  private final OwnTokens ownTokens;

  TokenRenewal(
      @Tenant("agents") TenantIdentityProvider agents,
      @Tenant("followers") TenantIdentityProvider followers,
      @Tenant(OwnTokens.TENANT) TenantIdentityProvider own,
      OwnTokens ownTokens) {
    this.agents = agents;
    this.followers = followers;
    this.own = own;
    this.ownTokens = ownTokens;
  }

  /** The token's content, or empty when it is not good for that side. Never fails. */
  public Uni<Optional<VerifiedToken>> verify(String token, ParticipantRole role) {
    Side side = role == ParticipantRole.AGENT ? Side.AGENT : Side.FOLLOWER;
    TenantIdentityProvider issuer =
        switch (side) {
          case AGENT -> agents;
          case FOLLOWER -> ownTokens.claims(token) ? own : followers;
        };
    return Uni.createFrom()
        .deferred(() -> issuer.authenticate(new AccessTokenCredential(token)))
        .map(identity -> VerifiedToken.of(identity, side))
        .onFailure()
        .recoverWithItem(Optional.empty());
  }
}
