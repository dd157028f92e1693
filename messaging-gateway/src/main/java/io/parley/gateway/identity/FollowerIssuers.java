package io.parley.gateway.identity;

import io.quarkus.oidc.TenantResolver;
import io.quarkus.security.AuthenticationFailedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides who verifies a token, before it is taken apart. Each socket's path names an issuer; on
 * the followers' one a token may also be of the suite's own.
 *
 * <p>A bearer token made of dots alone is refused here: Quarkus would stumble over its missing
 * content and answer 500 instead of 401.
 */
@ApplicationScoped
class FollowerIssuers implements TenantResolver {
  private static final String PATH = "/ws/follower";
  private static final Pattern BEARER = Pattern.compile("bearer +(.+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern DOTS = Pattern.compile("\\.+");

  private final OwnTokens own;

  FollowerIssuers(OwnTokens own) {
    this.own = own;
  }

  @Override
  public String resolve(RoutingContext context) {
    String authorization = context.request().getHeader(HttpHeaders.AUTHORIZATION);
    Matcher bearer = BEARER.matcher(authorization == null ? "" : authorization);
    if (!bearer.matches()) {
      return null;
    }
    String token = bearer.group(1);
    if (DOTS.matcher(token).matches()) {
      throw new AuthenticationFailedException("The token has no content");
    }
    // Null: by the path, as always.
    return PATH.equals(context.request().path()) && own.claims(token) ? OwnTokens.TENANT : null;
  }
}
