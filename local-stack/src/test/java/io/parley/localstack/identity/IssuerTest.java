package io.parley.localstack.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.localstack.process.Await;
import io.parley.localstack.process.StackException;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerTest {
  private static final String PUBLIC = "http://localhost:8080/auth";
  private static final String VERIFIER = "a-verifier-that-is-long-enough-to-be-allowed-000";
  private static final String REDIRECT = "http://localhost:8080/console/";

  @TempDir private static Path folder;

  private static Vertx vertx;
  private static String address;
  private static DemoTokens tokens;
  private static HttpClient client;

  @BeforeAll
  static void startIssuer() {
    int port = Await.freePorts(1).getFirst();
    SigningKey key = SigningKey.in(folder.resolve("key.json"));
    vertx = Vertx.vertx();
    new Issuer(key, URI.create(PUBLIC), Clock.systemUTC()).start(vertx, port);
    address = "http://127.0.0.1:" + port + "/auth";
    tokens = new DemoTokens(key, URI.create(PUBLIC), Clock.systemUTC());
    client = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stopIssuer() {
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @ParameterizedTest
  @ValueSource(strings = {"agents", "followers", "services"})
  void discoveryNamesThePublicAddressThroughWhicheverAddressItIsAsked(String realm)
      throws Exception {
    // Given the issuer's own port
    // When
    JsonObject discovery = json(get("/" + realm + "/.well-known/openid-configuration"));

    // Then
    assertThat(discovery.getString("issuer")).isEqualTo(PUBLIC + "/" + realm);
    assertThat(discovery.getString("jwks_uri")).isEqualTo(PUBLIC + "/" + realm + "/jwks");
    assertThat(discovery.getString("token_endpoint")).isEqualTo(PUBLIC + "/" + realm + "/token");
  }

  @Test
  void aTokenSignedInProcessIsVerifiedByThePublishedKeys() throws Exception {
    // Given
    String token = tokens.sign("admin-1");

    // When
    JwtClaims claims = verified(token, "agents");

    // Then
    assertThat(claims.getSubject()).isEqualTo("admin-1");
    assertThat(claims.getStringClaimValue("name")).isEqualTo("Admin 1");
    assertThat(claims.getStringListClaimValue("roles"))
        .containsExactly("agent", "chat-admin", "analyst");
    assertThat(claims.getStringListClaimValue("channels")).containsExactly("demo");
    assertThat(claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue())
        .isEqualTo(Duration.ofHours(12).toSeconds());
  }

  @Test
  void theKeyIsKeptSoThatTokensOutliveARestart() throws Exception {
    // Given
    SigningKey readAgain = SigningKey.in(folder.resolve("key.json"));

    // When
    String token =
        new DemoTokens(readAgain, URI.create(PUBLIC), Clock.systemUTC())
            .sign("follower-7", Duration.ofMinutes(1));

    // Then
    assertThat(verified(token, "followers").getSubject()).isEqualTo("follower-7");
  }

  @Test
  void aNegativeLifeTimeGivesAnExpiredToken() {
    // Given
    String token = tokens.sign("agent-1", Duration.ofHours(-1));

    // When, Then
    assertThatThrownBy(() -> verified(token, "agents"))
        .isInstanceOfSatisfying(
            InvalidJwtException.class, expired -> assertThat(expired.hasExpired()).isTrue());
  }

  @Test
  void userInfoSaysWhatIsTrueToday() throws Exception {
    // Given
    String token = tokens.sign("admin-1");
    Path revoked = folder.resolve("revoked-roles");
    JsonObject before = json(userInfo("agents", token));

    // When
    Files.writeString(revoked, "admin-1 agent\nagent-1 analyst\n");
    JsonObject after = json(userInfo("agents", token));
    Files.delete(revoked);

    // Then
    assertThat(before.getString("sub")).isEqualTo("admin-1");
    assertThat(before.getJsonArray("roles"))
        .isEqualTo(new JsonArray().add("agent").add("chat-admin").add("analyst"));
    assertThat(after.getJsonArray("roles"))
        .isEqualTo(new JsonArray().add("chat-admin").add("analyst"));
    assertThat(after.getJsonArray("channels")).isEqualTo(new JsonArray().add("demo"));
  }

  @Test
  void userInfoIsForItsOwnTokensAlone() throws Exception {
    // When, Then
    for (String token :
        List.of("x", tokens.sign("follower-1"), tokens.sign("agent-1", Duration.ofMinutes(-1)))) {
      assertThat(userInfo("agents", token).statusCode()).isEqualTo(401);
    }
  }

  private static HttpResponse<String> userInfo(String realm, String token) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(address + "/" + realm + "/userinfo"))
            .header("Authorization", "Bearer " + token)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void nobodyElseGetsAToken() {
    // Given a name of nobody
    // When, Then
    assertThatThrownBy(() -> tokens.sign("mallory"))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("'mallory'");
  }

  @Test
  void manyTokensComeInTheOrderOfTheirNames() throws Exception {
    // Given
    var people = DemoPeople.parse("follower-1..50");

    // When
    var signed = tokens.sign(people, Duration.ofMinutes(5));

    // Then
    assertThat(signed).hasSize(50);
    assertThat(verified(signed.get(41), "followers").getSubject()).isEqualTo("follower-42");
  }

  @Test
  void anAgentLogsInWithACodeAndRefreshes() throws Exception {
    // Given
    HttpResponse<String> page = get("/agents/authorize?" + form(request("parley-console")));
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("value=\"agent-2\"");

    // When
    String code = logIn("agents", "parley-console", "agent-2");
    JsonObject first = json(redeem("agents", "parley-console", code, VERIFIER));
    JsonObject second =
        json(
            post(
                "/agents/token",
                Map.of(
                    "grant_type", "refresh_token",
                    "client_id", "parley-console",
                    "refresh_token", first.getString("refresh_token"))));

    // Then
    assertThat(verified(first.getString("access_token"), "agents").getSubject())
        .isEqualTo("agent-2");
    assertThat(verified(second.getString("access_token"), "agents").getSubject())
        .isEqualTo("agent-2");
    assertThat(payload(first.getString("id_token")))
        .containsEntry("aud", "parley-console")
        .containsEntry("nonce", "n-1");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLogoutEndsThatLoginAndNoOther(boolean byForm) throws Exception {
    // Given
    JsonObject ended =
        json(
            redeem(
                "agents",
                "parley-console",
                logIn("agents", "parley-console", "agent-1"),
                VERIFIER));
    JsonObject other =
        json(
            redeem(
                "agents",
                "parley-console",
                logIn("agents", "parley-console", "agent-1"),
                VERIFIER));
    Map<String, String> logout =
        Map.of("id_token_hint", ended.getString("id_token"), "post_logout_redirect_uri", REDIRECT);

    // When
    HttpResponse<String> response =
        byForm ? post("/agents/logout", logout) : get("/agents/logout?" + form(logout));

    // Then
    assertThat(response.statusCode()).isEqualTo(303);
    assertThat(response.headers().firstValue("location")).contains(REDIRECT);
    assertThat(renew(ended).statusCode()).isEqualTo(400);
    assertThat(renew(other).statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> renew(JsonObject tokens) throws Exception {
    return post(
        "/agents/token",
        Map.of(
            "grant_type", "refresh_token",
            "client_id", "parley-console",
            "refresh_token", tokens.getString("refresh_token")));
  }

  @ParameterizedTest
  @CsvSource({
    "agents, parley-console, follower-1",
    "agents, parley-console, mallory",
    "agents, parley-console, messaging-gateway",
    "followers, parley-follower, agent-1",
    "followers, parley-follower, <script>",
  })
  void aNameOfAnotherRealmOrOfNobodyIsRefused(String realm, String clientId, String name)
      throws Exception {
    // Given
    Map<String, String> form = new HashMap<>(request(clientId));
    form.put("name", name);

    // When
    HttpResponse<String> response = post("/" + realm + "/login", form);

    // Then
    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(response.body()).contains("Nobody here is called").doesNotContain("<script>");
  }

  @ParameterizedTest
  @CsvSource({
    "redirect_uri, https://evil.example/",
    "redirect_uri, http://localhost@evil.example/",
    "redirect_uri, javascript:alert(1)",
    "client_id, parley-follower",
    "client_id, unknown",
    "code_challenge_method, plain",
    "code_challenge, short",
    "response_type, token",
  })
  void aRequestThatCannotBeTrustedGetsAPageAndNoRedirect(String parameter, String value)
      throws Exception {
    // Given
    Map<String, String> parameters = new HashMap<>(request("parley-console"));
    parameters.put(parameter, value);

    // When
    HttpResponse<String> response = get("/agents/authorize?" + form(parameters));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("location")).isEmpty();
  }

  @Test
  void aCodeIsGoodOnceAndOnlyWithItsVerifier() throws Exception {
    // Given
    String used = logIn("followers", "parley-follower", "follower-1");
    String stolen = logIn("followers", "parley-follower", "follower-1");

    // When
    int first = redeem("followers", "parley-follower", used, VERIFIER).statusCode();
    int second = redeem("followers", "parley-follower", used, VERIFIER).statusCode();
    int thief = redeem("followers", "parley-follower", stolen, VERIFIER + "x").statusCode();

    // Then
    assertThat(new int[] {first, second, thief}).containsExactly(200, 400, 400);
  }

  @Test
  void anAccessTokenIsNoRefreshToken() throws Exception {
    // Given
    String accessToken = tokens.sign("agent-1");

    // When
    HttpResponse<String> response =
        post(
            "/agents/token",
            Map.of(
                "grant_type", "refresh_token",
                "client_id", "parley-console",
                "refresh_token", accessToken));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
  }

  @Test
  void aServiceGetsATokenForItsSecret() throws Exception {
    // Given
    Map<String, String> credentials =
        Map.of(
            "grant_type", "client_credentials",
            "client_id", "messaging-gateway",
            "client_secret", Issuer.SERVICE_SECRET);

    // When
    JsonObject response = json(post("/services/token", credentials));

    // Then
    JwtClaims claims = verified(response.getString("access_token"), "services");
    assertThat(claims.getSubject()).isEqualTo("messaging-gateway");
    assertThat(claims.getStringListClaimValue("roles")).containsExactly("service");
  }

  @ParameterizedTest
  @CsvSource({
    "services, client_credentials, messaging-gateway, wrong, 401",
    "services, client_credentials, agent-1, local-stack-only, 401",
    "agents, client_credentials, messaging-gateway, local-stack-only, 400",
    "services, password, messaging-gateway, local-stack-only, 400",
  })
  void otherwiseThereIsNoServiceToken(
      String realm, String grant, String clientId, String secret, int status) throws Exception {
    // Given
    Map<String, String> credentials =
        Map.of("grant_type", grant, "client_id", clientId, "client_secret", secret);

    // When
    HttpResponse<String> response = post("/" + realm + "/token", credentials);

    // Then
    assertThat(response.statusCode()).isEqualTo(status);
  }

  private static Map<String, String> request(String clientId) {
    return Map.of(
        "response_type", "code",
        "client_id", clientId,
        "redirect_uri", REDIRECT,
        "scope", "openid",
        "state", "s & 1",
        "nonce", "n-1",
        "code_challenge", AuthorizationCodes.challengeOf(VERIFIER),
        "code_challenge_method", "S256");
  }

  private static String logIn(String realm, String clientId, String name) throws Exception {
    Map<String, String> form = new HashMap<>(request(clientId));
    form.put("name", name);
    HttpResponse<String> response = post("/" + realm + "/login", form);
    assertThat(response.statusCode()).isEqualTo(303);
    String location = response.headers().firstValue("location").orElseThrow();
    assertThat(location).startsWith(REDIRECT + "?code=").endsWith("&state=s+%26+1");
    return location.substring((REDIRECT + "?code=").length(), location.indexOf('&'));
  }

  private static HttpResponse<String> redeem(
      String realm, String clientId, String code, String verifier) throws Exception {
    return post(
        "/" + realm + "/token",
        Map.of(
            "grant_type", "authorization_code",
            "client_id", clientId,
            "redirect_uri", REDIRECT,
            "code", code,
            "code_verifier", verifier));
  }

  private static JwtClaims verified(String token, String realm) throws InvalidJwtException {
    return new JwtConsumerBuilder()
        .setVerificationKeyResolver(
            new HttpsJwksVerificationKeyResolver(new HttpsJwks(address + "/" + realm + "/jwks")))
        .setExpectedIssuer(PUBLIC + "/" + realm)
        .setExpectedAudience("parley")
        .setEvaluationTime(org.jose4j.jwt.NumericDate.fromSeconds(Instant.now().getEpochSecond()))
        .build()
        .processToClaims(token);
  }

  private static Map<String, Object> payload(String token) {
    return new JsonObject(
            new String(
                Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8))
        .getMap();
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(address + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(String path, Map<String, String> form)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(address + path))
            .header("content-type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form(form)))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String form(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(
            parameter ->
                parameter.getKey()
                    + "="
                    + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static JsonObject json(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(200);
    return new JsonObject(response.body());
  }
}
