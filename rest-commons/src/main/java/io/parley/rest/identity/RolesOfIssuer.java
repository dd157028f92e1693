package io.parley.rest.identity;

import io.quarkus.oidc.runtime.OidcUtils;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;

/**
 * Leaves a token only the roles that its issuer may give: a token of the followers' issuer that
 * says {@code "roles":["agent"]} makes nobody an agent.
 */
@ApplicationScoped
class RolesOfIssuer implements SecurityIdentityAugmentor {
  private static final Map<String, Set<String>> BY_TENANT =
      Map.of(
          OidcUtils.DEFAULT_TENANT_ID,
          Set.of(Role.AGENT, Role.CHAT_ADMIN, Role.ANALYST),
          "followers",
          Set.of(Role.FOLLOWER),
          "own",
          Set.of(Role.FOLLOWER),
          "services",
          Set.of(Role.SERVICE));

  @Override
  public Uni<SecurityIdentity> augment(
      SecurityIdentity identity, AuthenticationRequestContext context) {
    return Uni.createFrom().item(identity.isAnonymous() ? identity : withOwnRolesOnly(identity));
  }

  private static SecurityIdentity withOwnRolesOnly(SecurityIdentity identity) {
    String tenant = identity.getAttribute(OidcUtils.TENANT_ID_ATTRIBUTE);
    Set<String> allowed = tenant == null ? Set.of() : BY_TENANT.getOrDefault(tenant, Set.of());
    QuarkusSecurityIdentity.Builder builder =
        QuarkusSecurityIdentity.builder()
            .setPrincipal(identity.getPrincipal())
            .addCredentials(identity.getCredentials())
            .addAttributes(identity.getAttributes());
    identity.getRoles().stream().filter(allowed::contains).forEach(builder::addRole);
    return builder.build();
  }
}
