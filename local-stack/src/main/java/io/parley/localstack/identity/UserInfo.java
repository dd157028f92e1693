package io.parley.localstack.identity;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

/**
 * What an issuer says today of the bearer of an access token (OpenID Connect Core, section 5.3).
 */
final class UserInfo {
  private static final String BEARER = "Bearer ";

  private final JwtConsumer verifier;
  private final RevokedRoles revoked;

  UserInfo(SigningKey key, String issuer, RevokedRoles revoked) {
    this.revoked = revoked;
    this.verifier =
        new JwtConsumerBuilder()
            .setVerificationKey(key.jwk().getPublicKey())
            .setJwsAlgorithmConstraints(
                ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256)
            .setExpectedIssuer(issuer)
            .setExpectedAudience(DemoTokens.AUDIENCE)
            .setRequireExpirationTime()
            .setRequireSubject()
            .build();
  }

  /**
   * The claims of today.
   *
   * @param authorization the header, or null
   * @return empty when it holds no token that is good here
   */
  Optional<JsonObject> of(String authorization) {
    if (authorization == null || !authorization.startsWith(BEARER)) {
      return Optional.empty();
    }
    try {
      JwtClaims claims = verifier.processToClaims(authorization.substring(BEARER.length()));
      List<String> roles =
          revoked.left(claims.getSubject(), claims.getStringListClaimValue("roles"));
      return Optional.of(
          new JsonObject()
              .put("sub", claims.getSubject())
              .put("name", claims.getStringClaimValue("name"))
              .put("roles", new JsonArray(roles))
              .put("channels", new JsonArray(claims.getStringListClaimValue("channels"))));
    } catch (InvalidJwtException | MalformedClaimException e) {
      return Optional.empty();
    }
  }
}
