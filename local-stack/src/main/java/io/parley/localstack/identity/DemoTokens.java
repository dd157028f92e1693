package io.parley.localstack.identity;

import io.parley.localstack.process.StackException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.JoseException;

/** Signs tokens for demo people, without asking the issuer over HTTP. */
public final class DemoTokens implements AccessTokens {
  /** Audience of every access token. */
  public static final String AUDIENCE = "parley";

  /** How long a token is valid unless somebody says otherwise. */
  public static final Duration DEFAULT_TTL = Duration.ofHours(12);

  private static final String REFRESH_AUDIENCE = "parley-refresh";

  private final SigningKey key;
  private final String base;
  private final Clock clock;

  /**
   * @param authBase public address of {@code /auth}, from which {@code iss} is built
   */
  public DemoTokens(SigningKey key, URI authBase, Clock clock) {
    this.key = key;
    this.base = authBase.toString().replaceAll("/$", "");
    this.clock = clock;
  }

  @Override
  public String issuer(Realm realm) {
    return base + "/" + realm.path();
  }

  /** An access token of that demo person, valid for {@link #DEFAULT_TTL}. */
  public String sign(String name) {
    return sign(name, DEFAULT_TTL);
  }

  /**
   * An access token of that demo person.
   *
   * @param ttl from now; a negative one gives a token that has expired already
   * @throws StackException if nobody has that name
   */
  public String sign(String name, Duration ttl) {
    return accessToken(DemoPeople.get(name), ttl);
  }

  /** Tokens for many people at once, in the same order, signed on all processors. */
  public List<String> sign(List<DemoPerson> people, Duration ttl) {
    return people.parallelStream().map(person -> accessToken(person, ttl)).toList();
  }

  @Override
  public List<String> of(List<DemoPerson> people, Optional<Duration> ttl) {
    return sign(people, ttl.orElse(DEFAULT_TTL));
  }

  String accessToken(DemoPerson person, Duration ttl) {
    JwtClaims claims = claims(person, AUDIENCE, ttl);
    claims.setStringListClaim("roles", person.roles());
    claims.setStringListClaim("channels", person.channels());
    return signed(claims, "at+jwt");
  }

  String idToken(Login login, String client, Optional<String> nonce, Duration ttl) {
    JwtClaims claims = claims(login.person(), client, ttl);
    claims.setStringClaim("sid", login.session());
    nonce.ifPresent(value -> claims.setStringClaim("nonce", value));
    return signed(claims, "JWT");
  }

  /** Refresh tokens are signed too, so that a restart of the issuer logs nobody out. */
  String refreshToken(Login login, String client, Duration ttl) {
    JwtClaims claims = claims(login.person(), REFRESH_AUDIENCE, ttl);
    claims.setStringClaim("sid", login.session());
    claims.setStringClaim("client_id", client);
    return signed(claims, "refresh+jwt");
  }

  Optional<Login> verifyRefreshToken(Realm realm, String client, String token) {
    return verify(realm, REFRESH_AUDIENCE, token)
        .filter(claims -> client.equals(claims.getClaimValueAsString("client_id")))
        .flatMap(DemoTokens::login);
  }

  /** The login that an ID token speaks of. */
  Optional<Login> verifyIdToken(Realm realm, String client, String token) {
    return verify(realm, client, token).flatMap(DemoTokens::login);
  }

  private static Optional<Login> login(JwtClaims claims) {
    String session = claims.getClaimValueAsString("sid");
    return DemoPeople.find(claims.getClaimValueAsString("sub"))
        .filter(person -> session != null)
        .map(person -> new Login(person, session));
  }

  private Optional<JwtClaims> verify(Realm realm, String audience, String token) {
    try {
      return Optional.of(
          new JwtConsumerBuilder()
              .setVerificationKey(key.jwk().getPublicKey())
              .setJwsAlgorithmConstraints(
                  org.jose4j.jwa.AlgorithmConstraints.ConstraintType.PERMIT,
                  AlgorithmIdentifiers.RSA_USING_SHA256)
              .setExpectedIssuer(issuer(realm))
              .setExpectedAudience(audience)
              .setRequireExpirationTime()
              .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
              .build()
              .processToClaims(token));
    } catch (InvalidJwtException e) {
      return Optional.empty();
    }
  }

  private JwtClaims claims(DemoPerson person, String audience, Duration ttl) {
    Instant now = clock.instant();
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(issuer(person.realm()));
    claims.setSubject(person.sub());
    claims.setAudience(audience);
    claims.setIssuedAt(NumericDate.fromSeconds(now.getEpochSecond()));
    claims.setExpirationTime(NumericDate.fromSeconds(now.plus(ttl).getEpochSecond()));
    claims.setGeneratedJwtId();
    claims.setStringClaim("name", person.name());
    return claims;
  }

  private String signed(JwtClaims claims, String type) {
    JsonWebSignature signature = new JsonWebSignature();
    signature.setPayload(claims.toJson());
    signature.setKey(key.jwk().getPrivateKey());
    signature.setKeyIdHeaderValue(key.jwk().getKeyId());
    signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
    signature.setHeader("typ", type);
    try {
      return signature.getCompactSerialization();
    } catch (JoseException e) {
      throw new StackException("Cannot sign a token", e);
    }
  }
}
