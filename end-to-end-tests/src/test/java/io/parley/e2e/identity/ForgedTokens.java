package io.parley.e2e.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.e2e.client.Api;
import io.parley.e2e.stack.Person;
import io.parley.e2e.stack.Stack;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens of somebody who should not come in. */
public final class ForgedTokens {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private ForgedTokens() {}

  /**
   * A token that somebody made or kept who should not come in; null for none.
   *
   * @param person somebody with a good token, of the agents' issuer
   */
  public static String like(Stack stack, Person person, String kind)
      throws GeneralSecurityException {
    String[] real = person.token().split("\\.", -1);
    JsonNode key = Issuers.signingKey(stack, "agents");
    String kid = key.get("kid").asText();
    PublicKey publicKey =
        KeyFactory.getInstance("RSA")
            .generatePublic(new RSAPublicKeySpec(number(key, "n"), number(key, "e")));
    return switch (kind) {
      case "none" -> null;
      case "garbage" -> "garbage";
      case "three dots" -> "...";
      case "alg none" -> header("none", Map.of()) + "." + real[1] + ".";
      case "alg None" -> header("None", Map.of()) + "." + real[1] + ".";
      case "signature left out" -> real[0] + "." + real[1] + ".";
      case "claims changed" -> {
        String claims = new String(Base64.getUrlDecoder().decode(real[1]), StandardCharsets.UTF_8);
        String changed = claims.replace(person.name(), "agent-2");
        assertThat(changed).isNotEqualTo(claims);
        yield real[0] + "." + base64(changed) + "." + real[2];
      }
      case "HS256 with the public key" ->
          hs256(header("HS256", Map.of("kid", kid)) + "." + real[1], publicKey.getEncoded());
      case "HS256 with its PEM" ->
          hs256(header("HS256", Map.of("kid", kid)) + "." + real[1], pem(publicKey));
      case "another key" -> signed(Map.of("kid", kid), real[1], false);
      case "another key named by jwk" -> signed(Map.of(), real[1], true);
      case "another key named by jku" ->
          signed(Map.of("jku", stack.http() + "/evil.json", "kid", "evil"), real[1], false);
      case "unknown kid" -> signed(Map.of("kid", "never-heard-of"), real[1], false);
      case "expired" -> stack.tokens("--ttl", "-1h", "admin-1").getFirst();
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static BigInteger number(JsonNode key, String field) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(key.get(field).asText()));
  }

  private static byte[] pem(PublicKey key) {
    return ("-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
            + "\n-----END PUBLIC KEY-----\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static String hs256(String signed, byte[] secret) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + BASE64.encodeToString(signature);
  }

  private static String signed(Map<String, String> named, String claims, boolean withKey)
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair own = generator.generateKeyPair();
    Map<String, Object> fields = new LinkedHashMap<>(named);
    if (withKey && own.getPublic() instanceof RSAPublicKey key) {
      fields.put(
          "jwk",
          Map.of(
              "kty",
              "RSA",
              "n",
              BASE64.encodeToString(key.getModulus().toByteArray()),
              "e",
              BASE64.encodeToString(key.getPublicExponent().toByteArray())));
    }
    String signed = header("RS256", fields) + "." + claims;
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(own.getPrivate());
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + BASE64.encodeToString(signature.sign());
  }

  private static String header(String algorithm, Map<String, ?> fields) {
    var header = Api.object().put("typ", "at+jwt").put("alg", algorithm);
    fields.forEach(header::putPOJO);
    return base64(header.toString());
  }

  private static String base64(String text) {
    return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
