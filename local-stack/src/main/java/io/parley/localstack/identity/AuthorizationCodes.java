package io.parley.localstack.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Codes between login and token request: random, used once, good for a minute. */
final class AuthorizationCodes {
  private static final Duration LIFETIME = Duration.ofMinutes(1);

  record Grant(DemoPerson person, AuthorizationRequest request, Instant expires) {}

  private final Map<String, Grant> grants = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final Clock clock;

  AuthorizationCodes(Clock clock) {
    this.clock = clock;
  }

  String issue(DemoPerson person, AuthorizationRequest request) {
    Instant now = clock.instant();
    grants.values().removeIf(grant -> grant.expires().isBefore(now));
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    grants.put(code, new Grant(person, request, now.plus(LIFETIME)));
    return code;
  }

  /** Takes the grant away; empty unless code, client, redirect address and verifier all fit. */
  Optional<Grant> redeem(
      Realm realm, String code, String clientId, String redirectUri, String verifier) {
    Grant grant = code == null ? null : grants.remove(code);
    if (grant == null
        || verifier == null
        || grant.expires().isBefore(clock.instant())
        || grant.request().realm() != realm
        || !grant.request().clientId().equals(clientId)
        || !grant.request().redirectUri().equals(redirectUri)
        || !grant.request().codeChallenge().equals(challengeOf(verifier))) {
      return Optional.empty();
    }
    return Optional.of(grant);
  }

  static String challengeOf(String verifier) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
