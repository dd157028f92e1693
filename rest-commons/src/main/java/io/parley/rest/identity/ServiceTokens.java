package io.parley.rest.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Believes a service's token that was verified a moment ago: the gateway sends the same one with
 * each batch of messages, and verifying it each time took a good part of the event loop. A token is
 * believed no longer than it is valid, and each minute it is verified again.
 */
final class ServiceTokens {
  private static final String PATHS = "/internal/";
  private static final String BEARER = "Bearer ";
  private static final Duration BELIEVED = Duration.ofMinutes(1);
  private static final int MOST = 100;

  private final Cache<String, SecurityIdentity> verified =
      Caffeine.newBuilder()
          .maximumSize(MOST)
          .expireAfter(
              Expiry.creating((String token, SecurityIdentity identity) -> believed(identity)))
          .build();

  /** Whom a request comes from: as known, where it is a service's, or else as verified. */
  Uni<SecurityIdentity> identify(RoutingContext context, Supplier<Uni<SecurityIdentity>> verify) {
    String credentials = context.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (credentials == null
        || !credentials.startsWith(BEARER)
        || !context.normalizedPath().startsWith(PATHS)) {
      return verify.get();
    }
    SecurityIdentity known = verified.getIfPresent(credentials);
    return known == null
        ? verify.get().invoke(identity -> remember(credentials, identity))
        : Uni.createFrom().item(known);
  }

  private void remember(String credentials, SecurityIdentity identity) {
    if (identity != null && identity.hasRole(Role.SERVICE)) {
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
}
