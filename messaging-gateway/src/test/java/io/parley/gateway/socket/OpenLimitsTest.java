package io.parley.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.gateway.support.GatewayTestResource;
import io.parley.gateway.support.TestSocket;
import io.parley.localstack.Infrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How often sockets may be opened, and how many one person may hold. */
@QuarkusTest
@QuarkusTestResource(GatewayTestResource.class)
class OpenLimitsTest {
  private static final Infrastructure INFRASTRUCTURE = Infrastructure.start();
  private static final int HELD_AT_MOST = 20;

  @TestHTTPResource("/")
  URI base;

  private WebSocketConnectOptions request(String address, String token) {
    return TestSocket.request(base, "/ws/follower")
        .putHeader("Authorization", "Bearer " + token)
        .putHeader("X-Forwarded-For", address);
  }

  @Test
  void aNetworkThatOpensTooOftenIsRefusedWhateverItsTokens() {
    // When
    UpgradeRejectedException refused =
        TestSocket.untilTooOften(request("203.0.113.20", "not a token"));

    // Then
    String good = INFRASTRUCTURE.token("follower-801");
    assertIsProblem(refused, "This network opens sockets too often.");
    assertThat(TestSocket.status(request("203.0.113.21", good))).isEqualTo(101);
    assertThat(TestSocket.status(request("127.0.0.1", good))).isEqualTo(101);
    assertThat(metrics())
        .containsPattern("parley_rate_limit_refused_total.limit=.socket-opens-of-address.*} [1-9]");
  }

  @Test
  void onePersonWhoOpensTooOftenIsRefusedAndNobodyElse() {
    // When
    UpgradeRejectedException refused =
        TestSocket.untilTooOften(request("127.0.0.1", INFRASTRUCTURE.token("follower-802")));

    // Then
    assertIsProblem(refused, "You open sockets too often.");
    assertThat(TestSocket.status(request("127.0.0.1", INFRASTRUCTURE.token("follower-803"))))
        .isEqualTo(101);
    assertThat(metrics()).contains("parley_rate_limit_callers{limit=\"socket-opens-of-identity\"");
  }

  @Test
  void onePersonHoldsSoManySocketsAndNotOneMore() throws InterruptedException {
    // Given
    WebSocketConnectOptions request = request("127.0.0.1", INFRASTRUCTURE.token("follower-804"));
    List<TestSocket> held = new ArrayList<>();
    for (int i = 0; i < HELD_AT_MOST; i++) {
      TestSocket socket = TestSocket.open(request);
      socket.await("welcome");
      held.add(socket);
    }

    // When
    UpgradeRejectedException oneMore = TestSocket.refused(request);

    // Then
    assertIsProblem(oneMore, "You hold too many sockets: close one.");
    held.removeFirst().close();
    int afterOneHasLeft = 429;
    for (int i = 0; i < 100 && afterOneHasLeft == 429; i++) {
      Thread.sleep(100);
      afterOneHasLeft = TestSocket.status(request);
    }
    assertThat(afterOneHasLeft).isEqualTo(101);
    held.forEach(TestSocket::close);
  }

  private static void assertIsProblem(UpgradeRejectedException refused, String detail) {
    assertThat(refused.getStatus()).isEqualTo(429);
    assertThat(refused.getHeaders().get("Retry-After")).isEqualTo("1");
    assertThat(refused.getHeaders().get("Content-Type")).isEqualTo("application/problem+json");
    assertThat(new JsonObject(refused.getBody()).getMap())
        .containsEntry("type", "urn:parley:problem:rate-limited")
        .containsEntry("status", 429)
        .containsEntry("code", "rate-limited")
        .containsEntry("retryable", true)
        .containsEntry("detail", detail);
  }

  private static String metrics() {
    return RestAssured.get("/q/metrics").body().asString();
  }
}
