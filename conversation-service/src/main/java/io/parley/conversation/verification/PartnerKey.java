package io.parley.conversation.verification;

import io.parley.rest.problem.ProblemException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key that checks identity tokens.
 *
 * @param algorithm the only one that a token checked with it may name
 */
record PartnerKey(PublicKey key, String algorithm) {
  private static final Pattern PEM =
      Pattern.compile(
          "\\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----\\s*");
  private static final int LONGEST_PEM = 4_000;
  private static final int P256_BITS = 256;
  private static final int LEAST_RSA_BITS = 2_048;
  private static final int MOST_RSA_BITS = 4_096;

  /**
   * Reads a key as {@code openssl pkey -pubout} writes it.
   *
   * @throws ProblemException {@code malformed-request} saying which keys are taken
   */
  static PartnerKey fromPem(String pem) {
    Matcher matcher = PEM.matcher(pem == null || pem.length() > LONGEST_PEM ? "" : pem);
    if (!matcher.matches()) {
      throw refused();
    }
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(matcher.group(1));
      return read("EC", encoded).or(() -> read("RSA", encoded)).orElseThrow(PartnerKey::refused);
    } catch (IllegalArgumentException e) {
      throw refused();
    }
  }

  /** A key that was stored. */
  static PartnerKey stored(String algorithm, byte[] encoded) {
    return read(algorithm.equals("ES256") ? "EC" : "RSA", encoded)
        .orElseThrow(() -> new IllegalStateException("A stored identity key cannot be read"));
  }

  private static Optional<PartnerKey> read(String type, byte[] encoded) {
    try {
      PublicKey key = KeyFactory.getInstance(type).generatePublic(new X509EncodedKeySpec(encoded));
      return switch (key) {
        case ECPublicKey ec when ec.getParams().getOrder().bitLength() == P256_BITS ->
            Optional.of(new PartnerKey(key, "ES256"));
        case RSAPublicKey rsa
            when rsa.getModulus().bitLength() >= LEAST_RSA_BITS
                && rsa.getModulus().bitLength() <= MOST_RSA_BITS ->
            Optional.of(new PartnerKey(key, "RS256"));
        default -> Optional.empty();
      };
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  /** SHA-256 of the encoded key in pairs of hexadecimal digits. */
  String fingerprint() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return HexFormat.ofDelimiter(":").formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static ProblemException refused() {
    return ProblemException.malformed(
        "publicKey must be a public key in PEM: EC on P-256, or RSA of %d to %d bits."
            .formatted(LEAST_RSA_BITS, MOST_RSA_BITS));
  }
}
