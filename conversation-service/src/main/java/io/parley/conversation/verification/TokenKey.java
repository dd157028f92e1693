package io.parley.conversation.verification;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.lang.JoseException;

/** The key that signs this service's tokens, from configuration. */
final class TokenKey {
  private static final int LEAST_BITS = 2_048;

  private TokenKey() {}

  /**
   * Reads PKCS #8, in PEM or its base64 alone.
   *
   * @throws IllegalArgumentException when it is none; the message holds nothing of the key
   */
  static RsaJsonWebKey read(String text) {
    String base64 = text.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s", "");
    try {
      PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
      KeyFactory factory = KeyFactory.getInstance("RSA");
      if (factory.generatePrivate(encoded) instanceof RSAPrivateCrtKey key
          && key.getModulus().bitLength() >= LEAST_BITS) {
        RSAPublicKeySpec half = new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
        RsaJsonWebKey jwk = (RsaJsonWebKey) JsonWebKey.Factory.newJwk(factory.generatePublic(half));
        jwk.setPrivateKey(key);
        jwk.setAlgorithm("RS256");
        jwk.setUse("sig");
        jwk.setKeyId(jwk.calculateBase64urlEncodedThumbprint("SHA-256"));
        return jwk;
      }
    } catch (IllegalArgumentException | GeneralSecurityException | JoseException e) {
      // Said below, without what was read: it could be most of a key.
    }
    throw new IllegalArgumentException(
        "PARLEY_FOLLOWER_TOKENS_KEY must be an RSA private key of at least %d bits: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048"
            .formatted(LEAST_BITS));
  }
}
