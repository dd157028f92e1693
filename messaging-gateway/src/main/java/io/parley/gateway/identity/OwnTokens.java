package io.parley.gateway.identity;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Tells tokens that the suite itself gives to followers from those of the followers' issuer, so
 * that each is verified by whoever it says has given it.
 */
@ApplicationScoped
class OwnTokens {
  /** Their name in the configuration of OIDC. */
  static final String TENANT = "own";

  private final String issuer;

  OwnTokens(@ConfigProperty(name = "quarkus.oidc.own.token.issuer") String issuer) {
    this.issuer = issuer;
  }

  /** Whether a token says so of itself. Nothing is verified by this. */
  boolean claims(String token) {
    int start = token.indexOf('.') + 1;
    int end = token.indexOf('.', start);
    if (start == 0 || end < 0) {
      return false;
    }
    try {
      byte[] content = Base64.getUrlDecoder().decode(token.substring(start, end));
      Object said = new JsonObject(new String(content, StandardCharsets.UTF_8)).getValue("iss");
      return issuer.equals(said);
    } catch (IllegalArgumentException | DecodeException e) {
      return false;
    }
  }
}
