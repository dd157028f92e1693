package io.parley.rest.identity;

import io.quarkus.oidc.TenantResolver;
import io.quarkus.security.AuthenticationFailedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.regex.Pattern;

/**
 * Refuses a bearer token made of dots alone. Quarkus, which asks here before it takes a token
 * apart, would stumble over its missing content and answer 500 instead of 401.
 */
@ApplicationScoped
class UnreadableTokens implements TenantResolver {
  private static final Pattern DOTS_ALONE =
      Pattern.compile("bearer \\.+", Pattern.CASE_INSENSITIVE);

  @Override
  public String resolve(RoutingContext context) {
    String authorization = context.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (authorization != null && DOTS_ALONE.matcher(authorization).matches()) {
      throw new AuthenticationFailedException("The token has no content");
    }
    // The issuer is found as always.
    return null;
  }
}
