package io.parley.analytics;

import io.parley.localstack.Infrastructure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** Tokens of people that the demo data does not have, and tokens that nobody should accept. */
public final class Tokens {
  private static final Infrastructure INFRASTRUCTURE = Infrastructure.start();
  private static final Map<String, String> ENVIRONMENT = INFRASTRUCTURE.environment();

  private Tokens() {}

  /** An agent with that id and name, of that channel only. */
  public static String agent(String id, String channel, String... roles) {
    return sign(valid(id, "AGENTS", List.of(roles), List.of(channel)));
  }

  /** The claims of a valid token of the issuer AGENTS, FOLLOWERS or SERVICES, to be spoilt. */
  public static JwtClaims valid(
      String id, String issuer, List<String> roles, List<String> channels) {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(ENVIRONMENT.get("PARLEY_OIDC_" + issuer + "_ISSUER"));
    claims.setSubject(id);
    claims.setAudience("parley");
    claims.setIssuedAt(NumericDate.now());
    claims.setExpirationTimeMinutesInTheFuture(60);
    claims.setStringClaim("name", "Name of " + id);
    claims.setStringListClaim("roles", roles);
    claims.setStringListClaim("channels", channels);
    return claims;
  }

  /** Signed with the issuers' key. */
  public static String sign(JwtClaims claims) {
    return sign(claims, signature -> {});
  }

  /** Signed with the issuers' key unless {@code change} says otherwise. */
  public static String sign(JwtClaims claims, Consumer<JsonWebSignature> change) {
    RsaJsonWebKey key = key();
    JsonWebSignature signature = new JsonWebSignature();
    signature.setPayload(claims.toJson());
    signature.setKey(key.getPrivateKey());
    signature.setKeyIdHeaderValue(key.getKeyId());
    signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
    change.accept(signature);
    try {
      return signature.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The issuers' key, private half included. */
  public static RsaJsonWebKey key() {
    Path folder = Path.of(System.getProperty("io.parley.localstack.infrastructure"));
    try {
      return (RsaJsonWebKey)
          RsaJsonWebKey.Factory.newPublicJwk(Files.readString(folder.resolve("signing-key.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }
}
