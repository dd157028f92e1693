package io.parley.conversation.verification;

import io.parley.contracts.problem.ProblemCode;
import io.parley.rest.identity.Role;
import io.parley.rest.problem.ProblemException;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.JoseException;

/** Signs tokens of followers, and what a visitor's browser keeps between visits. */
@Startup
@ApplicationScoped
class OwnTokens {
  private static final String AUDIENCE = "parley";

  /** Of what browsers keep: no service takes it for an access token. */
  private static final String VISITOR_AUDIENCE = "parley-visitor";

  private static final String VISITOR = "visitor:";

  private final String issuer;
  private final Duration lifetime;
  private final Duration visitorLifetime;
  private final Optional<RsaJsonWebKey> key;

  OwnTokens(FollowerTokensConfig config) {
    this.issuer = config.issuer();
    this.lifetime = config.lifetime();
    this.visitorLifetime = config.visitorLifetime();
    this.key = config.key().map(TokenKey::read);
  }

  /** Somebody for whom a token is signed. */
  record Follower(String id, String name, String channelId) {}

  PublicKeys publicKeys() {
    return new PublicKeys(key.stream().map(PublicKeys.PublicKey::of).toList());
  }

  /** A visitor whom nobody has met. */
  static Follower newVisitor(String channelId) {
    String id = UUID.randomUUID().toString();
    return new Follower(
        VISITOR + id, "Visitor " + id.substring(0, 4).toUpperCase(Locale.ROOT), channelId);
  }

  /** A token of that follower. Signing takes a millisecond: not on an event loop. */
  Uni<FollowerToken> follower(Follower follower) {
    RsaJsonWebKey with = requireKey();
    return elsewhere(() -> accessToken(with, follower));
  }

  /** The same for a visitor, with what the browser keeps. */
  Uni<VisitorToken> visitor(Follower visitor) {
    RsaJsonWebKey with = requireKey();
    return elsewhere(
        () -> {
          FollowerToken access = accessToken(with, visitor);
          JwtClaims kept = claims(visitor, VISITOR_AUDIENCE, visitorLifetime);
          return new VisitorToken(
              access.token(),
              access.expiresInSeconds(),
              access.followerId(),
              access.name(),
              sign(with, kept, "visitor+jwt"));
        });
  }

  /**
   * The visitor whose browser kept that token.
   *
   * @throws ProblemException {@code unauthenticated} when it is none of that channel
   */
  Follower readVisitor(String channelId, String visitorToken) {
    JwtConsumer consumer =
        new JwtConsumerBuilder()
            .setVerificationKey(requireKey().getPublicKey())
            .setJwsAlgorithmConstraints(
                ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256)
            .setExpectedIssuer(issuer)
            .setExpectedAudience(VISITOR_AUDIENCE)
            .setRequireExpirationTime()
            .setRequireSubject()
            .build();
    try {
      JwtClaims claims = consumer.processToClaims(visitorToken);
      if (claims.getStringListClaimValue("channels").equals(List.of(channelId))) {
        return new Follower(claims.getSubject(), claims.getStringClaimValue("name"), channelId);
      }
    } catch (InvalidJwtException | MalformedClaimException e) {
      // Said below: the browser starts anew, whatever was wrong.
    }
    throw new ProblemException(
        ProblemCode.UNAUTHENTICATED, "The visitor token is none of this channel, or too old.");
  }

  private FollowerToken accessToken(RsaJsonWebKey with, Follower follower) {
    JwtClaims claims = claims(follower, AUDIENCE, lifetime);
    claims.setStringListClaim("roles", List.of(Role.FOLLOWER));
    return new FollowerToken(
        sign(with, claims, "at+jwt"), lifetime.toSeconds(), follower.id(), follower.name());
  }

  private JwtClaims claims(Follower follower, String audience, Duration ttl) {
    NumericDate now = NumericDate.now();
    NumericDate end = NumericDate.fromSeconds(now.getValue() + ttl.toSeconds());
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(issuer);
    claims.setSubject(follower.id());
    claims.setAudience(audience);
    claims.setIssuedAt(now);
    claims.setExpirationTime(end);
    claims.setGeneratedJwtId();
    claims.setStringClaim("name", follower.name());
    claims.setStringListClaim("channels", List.of(follower.channelId()));
    return claims;
  }

  private RsaJsonWebKey requireKey() {
    return key.orElseThrow(
        () ->
            new ProblemException(
                ProblemCode.NOT_FOUND,
                "Nobody gets tokens here: PARLEY_FOLLOWER_TOKENS_KEY is not set."));
  }

  private static String sign(RsaJsonWebKey key, JwtClaims claims, String type) {
    JsonWebSignature signature = new JsonWebSignature();
    signature.setPayload(claims.toJson());
    signature.setKey(key.getPrivateKey());
    signature.setKeyIdHeaderValue(key.getKeyId());
    signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
    signature.setHeader("typ", type);
    try {
      return signature.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException("A token cannot be signed", e);
    }
  }

  private static <T> Uni<T> elsewhere(java.util.function.Supplier<T> work) {
    return Uni.createFrom().item(work).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
  }
}
