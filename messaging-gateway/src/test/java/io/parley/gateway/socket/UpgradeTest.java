package io.parley.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.gateway.support.ForgedTokens;
import io.parley.gateway.support.GatewayTestResource;
import io.parley.gateway.support.RawRequest;
import io.parley.gateway.support.TestSocket;
import io.parley.localstack.Infrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and as what. */
@QuarkusTest
@QuarkusTestResource(GatewayTestResource.class)
class UpgradeTest {
  private static final Infrastructure INFRASTRUCTURE = Infrastructure.start();

  private static int ran;

  @AfterAll
  static void tell() {
    System.out.println("Forged tokens at the socket: " + ran + " cases ran");
  }

  @TestHTTPResource("/")
  URI base;

  private WebSocketConnectOptions request(String path, String token) {
    return TestSocket.request(base, path).putHeader("Authorization", "Bearer " + token);
  }

  private static String carrier(String token) {
    return URLEncoder.encode(
            "quarkus-http-upgrade#Authorization#Bearer " + token, StandardCharsets.UTF_8)
        .replace("+", "%20");
  }

  @ParameterizedTest
  @CsvSource({
    "/ws/agent, agent-1, 101",
    "/ws/agent, admin-1, 101",
    "/ws/follower, follower-1, 101",
    "/ws/agent, follower-1, 401",
    "/ws/follower, agent-1, 401",
  })
  void eachSideHasItsOwnSocket(String path, String name, int status) {
    // Given
    WebSocketConnectOptions request = request(path, INFRASTRUCTURE.token(name));

    // When
    int answered = TestSocket.status(request);

    // Then
    assertThat(answered).isEqualTo(status);
  }

  @Test
  void aBrowserCarriesItsTokenInTheSubprotocols() {
    // Given
    WebSocketConnectOptions request =
        TestSocket.request(base, "/ws/follower")
            .setAllowOriginHeader(true)
            .putHeader("Origin", GatewayTestResource.ORIGIN)
            .addSubProtocol("parley.v1")
            .addSubProtocol("bearer-token-carrier")
            .addSubProtocol(carrier(INFRASTRUCTURE.token("follower-1")));

    // When
    TestSocket socket = TestSocket.open(request);

    // Then
    assertThat(socket.subprotocol()).isEqualTo("parley.v1");
    assertThat(socket.await("welcome").path("identity").path("id").asText())
        .isEqualTo("follower-1");
    socket.close();
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8080, 101",
    "https://evil.example, 403",
    "null, 403",
    "http://localhost:8080.evil.example, 403",
    "http://localhost, 403",
  })
  void foreignPagesAreRefused(String origin, int status) {
    // Given
    WebSocketConnectOptions request =
        request("/ws/agent", INFRASTRUCTURE.token("agent-1"))
            .setAllowOriginHeader(true)
            .putHeader("Origin", origin);

    // When
    int answered = TestSocket.status(request);

    // Then
    assertThat(answered).isEqualTo(status);
  }

  @Test
  void aForeignPageCannotAddAnAllowedOriginToItsOwn() {
    // Given
    String allowed =
        URLEncoder.encode(
            "quarkus-http-upgrade#Origin#" + GatewayTestResource.ORIGIN, StandardCharsets.UTF_8);
    WebSocketConnectOptions request =
        TestSocket.request(base, "/ws/follower")
            .setAllowOriginHeader(true)
            .putHeader("Origin", "https://evil.example")
            .addSubProtocol("parley.v1")
            .addSubProtocol(carrier(INFRASTRUCTURE.token("follower-1")))
            .addSubProtocol(allowed);

    // When
    int answered = TestSocket.status(request);

    // Then
    assertThat(answered).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"access_token", "token", "anything"})
  void aTokenInTheQueryIsRefused(String parameter) {
    // Given
    String token = INFRASTRUCTURE.token("agent-1");
    String path = "/ws/agent?" + parameter + "=" + token;

    // When
    int alone = TestSocket.status(TestSocket.request(base, path));
    int besideTheHeader = TestSocket.status(request(path, token));

    // Then
    assertThat(alone).isEqualTo(401);
    assertThat(besideTheHeader).isEqualTo(400);
  }

  @ParameterizedTest
  @EnumSource(ForgedTokens.class)
  void forgedTokensAreRefused(ForgedTokens forged) {
    // Given
    ran++;
    String token = forged.make(INFRASTRUCTURE);

    // When
    int answered = TestSocket.status(request("/ws/agent", token));

    // Then
    assertThat(answered).isEqualTo(401);
  }

  @Test
  void anExpiredTokenIsRefused() {
    // Given
    String token = INFRASTRUCTURE.token("agent-1", Duration.ofMinutes(-1));

    // When
    int answered = TestSocket.status(request("/ws/agent", token));

    // Then
    assertThat(answered).isEqualTo(401);
  }

  /** No spelling of a path opens a socket without a token, or one with the other side's token. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ws/agent",
        "/ws/agent/",
        "/ws/agent;x",
        "/ws/agent;x=y",
        "/ws;x/agent",
        "//ws/agent",
        "/ws//agent",
        "/ws/%61gent",
        "/ws%2fagent",
        "/ws/agent%2f",
        "/ws/./agent",
        "/ws/%2e/agent",
        "/q/../ws/agent",
        "/q/%2e%2e/ws/agent",
        "/q/health/%2e%2e/%2e%2e/ws/agent",
        "/ws/follower/../agent",
        "/ws/follower/%2e%2e/agent",
        "/ws/follower;/../agent",
        "/WS/AGENT",
      })
  void noSpellingOfAPathOpensASocket(String path) {
    // Given
    String follower = INFRASTRUCTURE.token("follower-1");

    // When
    int withoutToken = RawRequest.upgrade(base, path, null);
    int withTheOtherSides = RawRequest.upgrade(base, path, follower);

    // Then
    assertThat(withoutToken).isIn(400, 401, 403, 404);
    assertThat(withTheOtherSides).isIn(400, 401, 403, 404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/q", "/q/info", "/internal/sends", "/ws", "/api/channels", "/q/dev"})
  void everythingElseIsDenied(String path) {
    // Given
    String agent = INFRASTRUCTURE.token("agent-1");

    // When
    int answered = RawRequest.upgrade(base, path, agent);

    // Then
    assertThat(answered).isIn(401, 403, 404);
  }
}
