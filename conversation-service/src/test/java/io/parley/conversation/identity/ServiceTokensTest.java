package io.parley.conversation.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.conversation.LocalInfrastructure;
import io.parley.conversation.Tokens;
import io.parley.localstack.Infrastructure;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A token that was verified once is believed, but not for longer than it is valid. */
@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class ServiceTokensTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void aTokenThatWasBelievedOpensNothingOnceItHasExpired() throws Exception {
    // Given
    String token = Infrastructure.start().token("messaging-gateway", Duration.ofSeconds(3));
    int first = send(token);
    int second = send(token);

    // When
    Instant end = Instant.now().plus(PATIENCE);
    int last = second;
    while (last == 200 && Instant.now().isBefore(end)) {
      Thread.sleep(100);
      last = send(token);
    }

    // Then
    assertThat(List.of(first, second, last)).containsExactly(200, 200, 401);
  }

  @Test
  void aTokenThatDiffersInItsSignatureIsNotTheOneThatWasVerified() {
    // Given
    String token = Infrastructure.start().token("messaging-gateway");
    int good = send(token);

    // When
    int forged = send(token.substring(0, token.lastIndexOf('.') + 1) + "AAAA");

    // Then
    assertThat(List.of(good, forged)).containsExactly(200, 401);
  }

  @Test
  void anAgentIsRefusedEachTime() {
    // Given
    String agent = Tokens.agent("agent-of-services-test", "demo", "agent");

    // When
    List<Integer> statuses = List.of(send(agent), send(agent));

    // Then
    assertThat(statuses).containsExactly(403, 403);
  }

  private static int send(String token) {
    return given()
        .auth()
        .oauth2(token)
        .contentType(ContentType.JSON)
        .body("{\"commands\":[]}")
        .post("/internal/sends")
        .statusCode();
  }
}
