package io.parley.conversation.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.parley.contracts.event.ChatMode;
import io.parley.conversation.Api;
import io.parley.conversation.Chat;
import io.parley.conversation.LocalInfrastructure;
import io.parley.conversation.Tokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.HmacKey;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens for people whom a partner vouches for, and for visitors. */
@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class FollowerTokenResourceTest {
  private static final Partner PARTNER = Partner.withEllipticCurve();
  private static final Partner STRANGER = Partner.withEllipticCurve();

  @Inject Pool pool;

  private Chat chat;

  @BeforeEach
  void newChannelWithAKey() {
    chat = Chat.inNewChannel(pool, ChatMode.TWO_WAY);
    register(PARTNER).then().statusCode(200);
  }

  // ---- whom the partner vouches for ------------------------------------------------------------

  @Test
  void aPersonGetsAFollowersTokenOfThisChannelAlone() throws Exception {
    // Given
    String identityToken = PARTNER.sign(Partner.claims(chat.channel(), "customer-4711"));

    // When
    Response response = identify(identityToken);

    // Then
    String id = "verified:" + chat.channel() + ":customer-4711";
    response
        .then()
        .statusCode(200)
        .body("followerId", equalTo(id))
        .body("name", equalTo("Wilma"))
        .body("expiresInSeconds", equalTo(900));
    JwtClaims claims = verified(response.jsonPath().getString("token"), "parley");
    assertThat(claims.getSubject()).isEqualTo(id);
    assertThat(claims.getStringClaimValue("name")).isEqualTo("Wilma");
    assertThat(claims.getStringListClaimValue("roles")).containsExactly("follower");
    assertThat(claims.getStringListClaimValue("channels")).containsExactly(chat.channel());
  }

  @Test
  void eitherOfTwoKeysCountsUntilItIsRetired() {
    // Given
    Partner next = Partner.withRsa(2048);
    register(next);
    String byTheFirst = PARTNER.sign(Partner.claims(chat.channel(), "c"));
    String byTheNext = next.sign(Partner.claims(chat.channel(), "c"));
    int before = identify(byTheFirst).statusCode();

    // When
    String first =
        chat.asAdmin("boss")
            .get(chat.path() + "/identity-keys")
            .jsonPath()
            .getString("items[0].id");
    chat.asAdmin("boss").delete(chat.path() + "/identity-keys/" + first);

    // Then
    assertThat(before).isEqualTo(200);
    identify(byTheFirst).then().statusCode(401);
    identify(byTheNext)
        .then()
        .statusCode(200)
        .body("followerId", equalTo("verified:" + chat.channel() + ":c"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badIdentityTokens")
  void aBadIdentityTokenIsRefusedAndSaidWhy(
      String what, Function<String, String> token, String reason) {
    // When
    Response response = identify(token.apply(chat.channel()));

    // Then
    response
        .then()
        .statusCode(401)
        .contentType("application/problem+json")
        .body("code", equalTo("unauthenticated"))
        .body("detail", equalTo("The identity token is refused: " + reason + "."));
  }

  static Stream<Arguments> badIdentityTokens() {
    String unsigned = "it is no token signed as the channel's keys sign";
    String unknown = "no key of this channel has signed it";
    String late = "its exp is not within 15 minutes";
    String audience = "its aud is not 'parley/' and the channel's id";
    String malformed = "one of its claims is of the wrong type";
    String subject = "its sub is not 1 to 128 letters, digits or . _ : @ + = | -";
    return Stream.of(
        bad("no token", channel -> "x", unsigned),
        bad("three dots", channel -> "...", unsigned),
        bad("alg none", FollowerTokenResourceTest::withoutSignature, unsigned),
        bad(
            "HS256 with the public key",
            FollowerTokenResourceTest::withPublicKeyAsSecret,
            unsigned),
        bad("another key", channel -> STRANGER.sign(Partner.claims(channel, "c")), unknown),
        bad(
            "another key, in the header",
            channel ->
                STRANGER.sign(Partner.claims(channel, "c"), j -> j.setJwkHeader(STRANGER.key())),
            unknown),
        bad(
            "another key, named by jku and kid",
            channel ->
                STRANGER.sign(
                    Partner.claims(channel, "c"),
                    j -> {
                      j.setHeader("jku", "http://localhost:1/keys");
                      j.setKeyIdHeaderValue("mine");
                    }),
            unknown),
        bad("claims changed", FollowerTokenResourceTest::tampered, unknown),
        bad("expired", spoilt(c -> c.setExpirationTimeMinutesInTheFuture(-1)), "it has expired"),
        bad("no expiry", spoilt(c -> c.unsetClaim("exp")), late),
        bad("lives for an hour", spoilt(c -> c.setExpirationTimeMinutesInTheFuture(60)), late),
        bad(
            "not yet valid",
            spoilt(
                c -> c.setNotBefore(NumericDate.fromSeconds(NumericDate.now().getValue() + 200))),
            unsigned),
        bad("no audience", spoilt(c -> c.unsetClaim("aud")), audience),
        bad("for another channel", spoilt(c -> c.setAudience("parley/other")), audience),
        bad("for another purpose", spoilt(c -> c.setAudience("shop")), audience),
        bad("nobody's", spoilt(c -> c.unsetClaim("sub")), "it has no sub"),
        bad("a sub with a slash", spoilt(c -> c.setSubject("a/../b")), subject),
        bad("a sub that is too long", spoilt(c -> c.setSubject("a".repeat(129))), subject),
        bad("a sub with U+0000", spoilt(c -> c.setSubject("a\u0000")), subject),
        bad("a sub that is a number", spoilt(c -> c.setClaim("sub", 4711)), malformed),
        bad(
            "a name that is a list",
            spoilt(c -> c.setClaim("name", List.of("W"))),
            "its sub or name is not a text"),
        bad(
            "of the followers' issuer",
            channel ->
                Tokens.sign(Tokens.valid("f", "FOLLOWERS", List.of("follower"), List.of(channel))),
            unsigned));
  }

  @Test
  void aTokenOfOneChannelIsNoneOfAnother() {
    // Given
    Chat elsewhere = Chat.inNewChannel(pool, ChatMode.TWO_WAY);
    String identityToken = PARTNER.sign(Partner.claims(chat.channel(), "c"));

    // When
    Response there = identify(elsewhere.channel(), identityToken);
    Response nowhere = identify("no-such-channel", identityToken);

    // Then
    there.then().statusCode(401);
    nowhere.then().statusCode(401);
    assertThat(nowhere.body().asString()).isEqualTo(there.body().asString());
  }

  @Test
  void aNameThatCannotBeShownIsReplacedByTheSubject() {
    // Given
    JwtClaims claims = Partner.claims(chat.channel(), "c-1");
    claims.setStringClaim("name", " ");

    // When
    Response response = identify(PARTNER.sign(claims));

    // Then
    response.then().statusCode(200).body("name", equalTo("c-1"));
  }

  // ---- visitors --------------------------------------------------------------------------------

  @Test
  void aVisitorIsTheSameNextTime() throws Exception {
    // Given
    allowVisitors();
    Response first = visit(null);

    // When
    Response next = visit(first.jsonPath().getString("visitorToken"));
    Response another = visit(null);

    // Then
    first
        .then()
        .statusCode(200)
        .body("followerId", startsWith("visitor:"))
        .body("name", startsWith("Visitor "));
    String id = first.jsonPath().getString("followerId");
    next.then()
        .statusCode(200)
        .body("followerId", equalTo(id))
        .body("name", equalTo(first.jsonPath().getString("name")));
    assertThat(another.jsonPath().getString("followerId")).isNotEqualTo(id);
    assertThat(verified(next.jsonPath().getString("token"), "parley").getSubject()).isEqualTo(id);
  }

  @Test
  void whatABrowserKeepsIsNoAccessTokenAndTheOtherWayRound() throws Exception {
    // Given
    allowVisitors();
    Response first = visit(null);

    // When
    JwtClaims kept = verified(first.jsonPath().getString("visitorToken"), "parley-visitor");
    Response withAccessToken = visit(first.jsonPath().getString("token"));

    // Then
    assertThat(kept.hasClaim("roles")).isFalse();
    withAccessToken.then().statusCode(401).body("code", equalTo("unauthenticated"));
  }

  @Test
  void aVisitorOfOneChannelIsNobodyInAnother() {
    // Given
    allowVisitors();
    String kept = visit(null).jsonPath().getString("visitorToken");
    Chat elsewhere = Chat.inNewChannel(pool, ChatMode.TWO_WAY);
    elsewhere
        .asAdmin("boss")
        .contentType(ContentType.JSON)
        .body("{\"allowed\":true}")
        .put(elsewhere.path() + "/visitors");

    // When
    Response there = visit(elsewhere.channel(), kept);

    // Then
    there.then().statusCode(401);
  }

  // ---- bad bodies and keys ---------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"channelId\":\"demo\"}",
        "{\"channelId\":\"\",\"identityToken\":\"x\"}",
        "{\"channelId\":\"a\\u0000b\",\"identityToken\":\"x\"}",
        "{\"channelId\":\"demo\",\"identityToken\":\"\"}",
        "{\"channelId\":\"demo\",\"identityToken\":\"x\",\"roles\":[\"agent\"]}",
        "null",
        "[]"
      })
  void aBodyThatIsNoneIsMalformed(String body) {
    // When
    Response response =
        Api.anonymous().contentType(ContentType.JSON).body(body).post("/api/follower-tokens");

    // Then
    response.then().statusCode(400).body("code", equalTo("malformed-request"));
  }

  @Test
  void thePublishedKeysHaveNoPrivateHalf() {
    // When
    String keys = Api.anonymous().get("/api/identity/jwks").body().asString();

    // Then
    assertThat(keys).contains("\"kty\":\"RSA\"").doesNotContain("\"d\"", "\"p\"", "\"q\"");
  }

  // ---- pieces ----------------------------------------------------------------------------------

  private Response register(Partner partner) {
    return chat.asAdmin("boss")
        .contentType(ContentType.JSON)
        .body(Map.of("publicKey", partner.pem()))
        .post(chat.path() + "/identity-keys");
  }

  private Response identify(String identityToken) {
    return identify(chat.channel(), identityToken);
  }

  private static Response identify(String channelId, String identityToken) {
    return Api.anonymous()
        .contentType(ContentType.JSON)
        .body(Map.of("channelId", channelId, "identityToken", identityToken))
        .post("/api/follower-tokens");
  }

  private void allowVisitors() {
    chat.asAdmin("boss")
        .contentType(ContentType.JSON)
        .body("{\"allowed\":true}")
        .put(chat.path() + "/visitors")
        .then()
        .statusCode(200);
  }

  private Response visit(String visitorToken) {
    return visit(chat.channel(), visitorToken);
  }

  private static Response visit(String channelId, String visitorToken) {
    Map<String, String> body = new HashMap<>(Map.of("channelId", channelId));
    if (visitorToken != null) {
      body.put("visitorToken", visitorToken);
    }
    return Api.anonymous().contentType(ContentType.JSON).body(body).post("/api/visitor-tokens");
  }

  /** By the published keys, as gateways do. */
  private static JwtClaims verified(String token, String audience) throws Exception {
    String keys = Api.anonymous().get("/api/identity/jwks").body().asString();
    return new JwtConsumerBuilder()
        .setVerificationKeyResolver(
            new JwksVerificationKeyResolver(new JsonWebKeySet(keys).getJsonWebKeys()))
        .setExpectedIssuer("http://localhost:8080/api/identity")
        .setExpectedAudience(audience)
        .setRequireExpirationTime()
        .build()
        .processToClaims(token);
  }

  private static Arguments bad(String what, Function<String, String> token, String reason) {
    return Arguments.of(what, token, reason);
  }

  private static Function<String, String> spoilt(java.util.function.Consumer<JwtClaims> change) {
    return channel -> {
      JwtClaims claims = Partner.claims(channel, "c");
      change.accept(claims);
      return PARTNER.sign(claims);
    };
  }

  private static String withoutSignature(String channel) {
    return PARTNER.sign(
        Partner.claims(channel, "c"),
        (JsonWebSignature jws) -> {
          jws.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
          jws.setAlgorithmHeaderValue("none");
          jws.setKey(null);
        });
  }

  private static String withPublicKeyAsSecret(String channel) {
    return PARTNER.sign(
        Partner.claims(channel, "c"),
        jws -> {
          jws.setAlgorithmHeaderValue("HS256");
          jws.setKey(new HmacKey(PARTNER.key().getPublicKey().getEncoded()));
        });
  }

  private static String tampered(String channel) {
    String[] parts = PARTNER.sign(Partner.claims(channel, "c")).split("\\.");
    byte[] claims = Partner.claims(channel, "boss").toJson().getBytes(StandardCharsets.UTF_8);
    parts[1] = Base64.getUrlEncoder().withoutPadding().encodeToString(claims);
    return String.join(".", parts);
  }
}
