package io.parley.conversation.verification;

import java.util.Base64;
import java.util.function.Consumer;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** A website's back end with a key of its own. */
record Partner(PublicJsonWebKey key, String algorithm) {

  static Partner withEllipticCurve() {
    try {
      return new Partner(EcJwkGenerator.generateJwk(EllipticCurves.P256), "ES256");
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  static Partner withRsa(int bits) {
    try {
      return new Partner(RsaJwkGenerator.generateJwk(bits), "RS256");
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The public half, as openssl writes it. */
  String pem() {
    return pem(key.getPublicKey().getEncoded());
  }

  static String pem(byte[] encoded) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
        + "\n-----END PUBLIC KEY-----\n";
  }

  /** What a good identity token says. */
  static JwtClaims claims(String channelId, String sub) {
    JwtClaims claims = new JwtClaims();
    claims.setAudience("parley/" + channelId);
    claims.setSubject(sub);
    claims.setStringClaim("name", "Wilma");
    claims.setIssuedAtToNow();
    claims.setExpirationTimeMinutesInTheFuture(5);
    return claims;
  }

  String sign(JwtClaims claims) {
    return sign(claims, signature -> {});
  }

  String sign(JwtClaims claims, Consumer<JsonWebSignature> change) {
    JsonWebSignature signature = new JsonWebSignature();
    signature.setPayload(claims.toJson());
    signature.setKey(key.getPrivateKey());
    signature.setAlgorithmHeaderValue(algorithm);
    change.accept(signature);
    try {
      return signature.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }
}
