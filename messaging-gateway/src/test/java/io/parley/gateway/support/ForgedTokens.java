package io.parley.gateway.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.contracts.json.Json;
import io.parley.localstack.Infrastructure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.RSAPrivateKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens that look like agent-1's and were not given by the issuer. */
public enum ForgedTokens {
  NOT_A_TOKEN {
    @Override
    String forge(Infrastructure infrastructure) {
      return "abc";
    }
  },
  DOTS_ALONE {
    @Override
    String forge(Infrastructure infrastructure) {
      return "...";
    }
  },
  ALG_NONE {
    @Override
    String forge(Infrastructure infrastructure) {
      ObjectNode header = header(infrastructure).put("alg", "none");
      return encode(header) + "." + payload(infrastructure) + ".";
    }
  },
  /** The public key taken as the secret of a symmetric signature. */
  HS256_WITH_PUBLIC_KEY {
    @Override
    String forge(Infrastructure infrastructure) throws GeneralSecurityException {
      ObjectNode header = header(infrastructure).put("alg", "HS256");
      String signed = encode(header) + "." + payload(infrastructure);
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(publicKeys(infrastructure), "HmacSHA256"));
      return signed + "." + encode(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    }
  },
  SIGNED_BY_ANOTHER_KEY {
    @Override
    String forge(Infrastructure infrastructure) throws GeneralSecurityException {
      return signed(header(infrastructure), infrastructure);
    }
  },
  UNKNOWN_KEY {
    @Override
    String forge(Infrastructure infrastructure) throws GeneralSecurityException {
      return signed(header(infrastructure).put("kid", "unknown"), infrastructure);
    }
  },
  /** A key that the token itself brings must not be believed. */
  OWN_KEY_IN_HEADER {
    @Override
    String forge(Infrastructure infrastructure) throws GeneralSecurityException {
      ObjectNode header = header(infrastructure).put("jku", "http://localhost:1/keys");
      header.putObject("jwk").put("kty", "RSA").put("e", "AQAB").put("n", "AQAB");
      return signed(header, infrastructure);
    }
  },
  CHANGED_PAYLOAD {
    @Override
    String forge(Infrastructure infrastructure) {
      List<String> parts = parts(infrastructure);
      ObjectNode payload = (ObjectNode) decode(parts.get(1));
      return parts.get(0) + "." + encode(payload.put("sub", "agent-2")) + "." + parts.get(2);
    }
  },
  /** Signed by the right key, but given to followers. */
  OF_ANOTHER_ISSUER {
    @Override
    String forge(Infrastructure infrastructure) {
      return infrastructure.token("follower-1");
    }
  },
  /** From here on signed by the right key, and not what opens a socket. */
  FOR_ANOTHER_AUDIENCE {
    @Override
    String forge(Infrastructure infrastructure) throws GeneralSecurityException {
      return genuine(infrastructure, payload -> payload.put("aud", "other"));
    }
  },
  ID_TOKEN {
    @Override
    String forge(Infrastructure infrastructure) throws GeneralSecurityException {
      return genuine(
          infrastructure, payload -> payload.put("aud", "parley-console").put("nonce", "n"));
    }
  },
  NOT_YET_VALID {
    @Override
    String forge(Infrastructure infrastructure) throws GeneralSecurityException {
      return genuine(
          infrastructure, payload -> payload.put("nbf", payload.get("iat").asLong() + 3_600));
    }
  },
  WITHOUT_AN_END {
    @Override
    String forge(Infrastructure infrastructure) throws GeneralSecurityException {
      return genuine(infrastructure, payload -> payload.remove("exp"));
    }
  };

  abstract String forge(Infrastructure infrastructure) throws GeneralSecurityException;

  public String make(Infrastructure infrastructure) {
    try {
      return forge(infrastructure);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Header, payload and signature of a good one. */
  private static List<String> parts(Infrastructure infrastructure) {
    return List.of(infrastructure.token("agent-1").split("\\.", -1));
  }

  private static ObjectNode header(Infrastructure infrastructure) {
    return (ObjectNode) decode(parts(infrastructure).get(0));
  }

  private static String payload(Infrastructure infrastructure) {
    return parts(infrastructure).get(1);
  }

  private static String signed(ObjectNode header, Infrastructure infrastructure)
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair keys = generator.generateKeyPair();
    String signed = encode(header) + "." + payload(infrastructure);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(keys.getPrivate());
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + encode(signature.sign());
  }

  /** The claims of a good token, changed, and signed as the issuer signs. */
  private static String genuine(Infrastructure infrastructure, Consumer<ObjectNode> change)
      throws GeneralSecurityException {
    ObjectNode payload = (ObjectNode) decode(payload(infrastructure));
    change.accept(payload);
    String signed = encode(header(infrastructure)) + "." + encode(payload);
    JsonNode key;
    try {
      key =
          Json.tolerant()
              .readTree(
                  Path.of(
                          System.getProperty("io.parley.localstack.infrastructure"),
                          "signing-key.json")
                      .toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(
        KeyFactory.getInstance("RSA")
            .generatePrivate(new RSAPrivateKeySpec(number(key, "n"), number(key, "d"))));
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + encode(signature.sign());
  }

  private static BigInteger number(JsonNode key, String field) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(key.get(field).asText()));
  }

  private static byte[] publicKeys(Infrastructure infrastructure) {
    String issuer = infrastructure.environment().get("PARLEY_OIDC_AGENTS_URL");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(issuer + "/jwks")).build(),
              HttpResponse.BodyHandlers.ofByteArray())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode decode(String part) {
    try {
      return Json.tolerant().readTree(Base64.getUrlDecoder().decode(part));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String encode(JsonNode json) {
    return encode(json.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
