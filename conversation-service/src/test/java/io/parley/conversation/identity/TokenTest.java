package io.parley.conversation.identity;

import static org.hamcrest.Matchers.equalTo;

import io.parley.conversation.Api;
import io.parley.conversation.LocalInfrastructure;
import io.parley.conversation.Tokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens that must open nothing, beside the one that does. */
@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class TokenTest {
  private static final String ROUTE = "/api/channels/demo/chat";

  private static int ran;

  @AfterAll
  static void tell() {
    System.out.println("Bad tokens: " + ran + " cases ran");
  }

  @Test
  void aGoodTokenOpens() {
    get(Tokens.sign(good())).then().statusCode(200);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badTokens")
  void aBadTokenDoesNot(String what, String token) {
    ran++;

    // When
    Response response = get(token);

    // Then
    response
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", "Bearer")
        .contentType("application/problem+json")
        .body("code", equalTo("unauthenticated"));
  }

  static Stream<Arguments> badTokens() throws JoseException {
    RsaJsonWebKey strange = RsaJwkGenerator.generateJwk(2048);
    return Stream.of(
        bad("not a token", "x"),
        bad("empty", ""),
        bad("three parts", "a.b.c"),
        bad("a dot", "."),
        bad("three dots", "..."),
        bad("alg none", unsigned()),
        bad("HS256 with the public key", signed(TokenTest::withPublicKeyAsSecret)),
        bad("RS512", signed(jws -> jws.setAlgorithmHeaderValue("RS512"))),
        bad("tampered", tampered()),
        bad("somebody else's key", signed(jws -> jws.setKey(strange.getPrivateKey()))),
        bad("unknown kid", signed(jws -> byStranger(jws, strange, "unknown"))),
        bad("key in the header", signed(jws -> withKeyInHeader(jws, strange))),
        bad(
            "key address in the header",
            signed(
                jws -> {
                  byStranger(jws, strange, "far");
                  jws.setHeader("jku", "http://localhost:1/keys");
                })),
        bad("wrong issuer", spoilt(claims -> claims.setIssuer("http://localhost/elsewhere"))),
        bad("no issuer", spoilt(claims -> claims.unsetClaim("iss"))),
        bad("wrong audience", spoilt(claims -> claims.setAudience("other"))),
        bad("audience of the console: an ID token", spoilt(TokenTest::asIdToken)),
        bad("no audience", spoilt(claims -> claims.unsetClaim("aud"))),
        bad("expired", spoilt(claims -> claims.setExpirationTimeMinutesInTheFuture(-10))),
        bad("no expiry", spoilt(claims -> claims.unsetClaim("exp"))),
        bad("not yet valid", spoilt(claims -> claims.setNotBeforeMinutesInThePast(-10))),
        bad("nobody's", spoilt(claims -> claims.unsetClaim("sub"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("powerlessTokens")
  void anIssuerGivesOnlyItsOwnRoles(String what, JwtClaims claims) {
    // When
    Response response = get(Tokens.sign(claims));

    // Then
    response.then().statusCode(403).body("code", equalTo("forbidden"));
  }

  static Stream<Arguments> powerlessTokens() {
    List<String> all = List.of("agent", "chat-admin", "analyst", "follower", "service");
    JwtClaims withoutRoles = good();
    withoutRoles.unsetClaim("roles");
    JwtClaims otherCase = good();
    otherCase.setStringListClaim("roles", List.of("AGENT", "Agent "));
    return Stream.of(
        Arguments.of("a follower who claims to be an agent", claims("FOLLOWERS", all)),
        Arguments.of("a service that claims to be an agent", claims("SERVICES", all)),
        Arguments.of("an agent without roles", withoutRoles),
        Arguments.of("roles in another case", otherCase));
  }

  @Test
  void anAgentWhoClaimsToBeAServiceIsNone() {
    // Given
    String token = Tokens.sign(claims("AGENTS", List.of("agent", "service")));

    // When
    Response response =
        Api.withToken(token)
            .contentType("application/json")
            .body("{\"commands\":[]}")
            .post("/internal/sends");

    // Then
    response.then().statusCode(403);
  }

  @Test
  void theTokenIsNotTakenFromTheAddress() {
    // Given
    String token = Tokens.sign(good());

    // When
    Response response = Api.anonymous().queryParam("access_token", token).get(ROUTE);

    // Then
    response.then().statusCode(401);
  }

  @Test
  void claimsOfTheWrongShapeGiveNoChannels() {
    // Given
    JwtClaims text = good();
    text.setClaim("channels", "demo");
    JwtClaims numbers = good();
    numbers.setClaim("channels", List.of(1, 2));
    JwtClaims none = good();
    none.unsetClaim("channels");

    // When, Then
    for (JwtClaims claims : List.of(text, numbers, none)) {
      get(Tokens.sign(claims)).then().statusCode(404);
    }
  }

  private static Response get(String token) {
    return Api.withToken(token).get(ROUTE);
  }

  private static JwtClaims good() {
    return claims("AGENTS", List.of("agent"));
  }

  private static JwtClaims claims(String issuer, List<String> roles) {
    return Tokens.valid("somebody", issuer, roles, List.of("demo"));
  }

  private static Arguments bad(String what, String token) {
    return Arguments.of(what, token);
  }

  private static String spoilt(Consumer<JwtClaims> change) {
    JwtClaims claims = good();
    change.accept(claims);
    return Tokens.sign(claims);
  }

  private static String signed(Consumer<JsonWebSignature> change) {
    return Tokens.sign(good(), change);
  }

  private static void asIdToken(JwtClaims claims) {
    claims.setAudience("parley-console");
    claims.setStringClaim("nonce", "n");
  }

  private static void byStranger(JsonWebSignature jws, RsaJsonWebKey strange, String kid) {
    jws.setKey(strange.getPrivateKey());
    jws.setKeyIdHeaderValue(kid);
  }

  private static void withKeyInHeader(JsonWebSignature jws, RsaJsonWebKey strange) {
    byStranger(jws, strange, "mine");
    jws.setJwkHeader(strange);
  }

  private static void withPublicKeyAsSecret(JsonWebSignature jws) {
    jws.setAlgorithmHeaderValue("HS256");
    jws.setKey(new HmacKey(Tokens.key().getPublicKey().getEncoded()));
  }

  private static String unsigned() {
    return signed(
        jws -> {
          jws.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
          jws.setAlgorithmHeaderValue("none");
          jws.setKey(null);
        });
  }

  private static String tampered() {
    String[] parts = Tokens.sign(claims("AGENTS", List.of())).split("\\.");
    byte[] claims = good().toJson().getBytes(StandardCharsets.UTF_8);
    parts[1] = Base64.getUrlEncoder().withoutPadding().encodeToString(claims);
    return String.join(".", parts);
  }
}
