package io.parley.conversation.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Believes a service's token that was verified a moment ago: the gateway sends the same one with
 * each batch of messages, and verifying it each time takes a tenth of the event loop. A token is
 * believed no longer than it is valid, and each minute it is verified again. Everything else is
 * OpenID Connect's, which this stands before.
 */
@Alternative
@Priority(1)
@Unremovable
@ApplicationScoped
class ServiceTokens implements HttpAuthenticationMechanism {
  private static final String PATHS = "/internal/";
  private static final String BEARER = "Bearer ";
  private static final Duration BELIEVED = Duration.ofMinutes(1);
  private static final int MOST = 100;

  private final OidcAuthenticationMechanism oidc;
  private final Cache<String, SecurityIdentity> verified =
      Caffeine.newBuilder()
          .maximumSize(MOST)
          .expireAfter(
              Expiry.creating((String token, SecurityIdentity identity) -> believed(identity)))
          .build();

  ServiceTokens(OidcAuthenticationMechanism oidc) {
    this.oidc = oidc;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager providers) {
    String credentials = context.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (credentials == null
        || !credentials.startsWith(BEARER)
        || !context.normalizedPath().startsWith(PATHS)) {
      return oidc.authenticate(context, providers);
    }
    SecurityIdentity known = verified.getIfPresent(credentials);
    return known == null
        ? oidc.authenticate(context, providers).invoke(identity -> remember(credentials, identity))
        : Uni.createFrom().item(known);
  }

  private void remember(String credentials, SecurityIdentity identity) {
    if (identity != null && identity.hasRole("service")) {
      verified.put(credentials, identity);
    }
  }

  private static Duration believed(SecurityIdentity identity) {
    Instant end =
        Instant.ofEpochSecond(((JsonWebToken) identity.getPrincipal()).getExpirationTime());
    Duration valid = Duration.between(Instant.now(), end);
    if (valid.isNegative()) {
      return Duration.ZERO;
    }
    return valid.compareTo(BELIEVED) < 0 ? valid : BELIEVED;
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return oidc.getChallenge(context);
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    return oidc.getCredentialTypes();
  }

  @Override
  public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
    return oidc.getCredentialTransport(context);
  }
}
