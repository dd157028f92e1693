package io.parley.conversation.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.parley.conversation.Api;
import io.parley.conversation.LocalInfrastructure;
import io.parley.rest.problem.ProblemException;
import io.parley.rest.ratelimit.RateLimits;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Callers who ask too often, and that nobody else notices. */
@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class RateLimitTest {
  private static final String PATH = "/api/channels/demo/chat";

  @Inject RateLimits limits;

  @Test
  void aNetworkThatAsksTooOftenIsRefusedBeforeItsTokensAreRead() {
    // Given
    String header = "X-Forwarded-For";

    // When
    Response refused = untilRefused(() -> Api.anonymous().header(header, "203.0.113.9").get(PATH));

    // Then
    refused
        .then()
        .contentType("application/problem+json")
        .header("Retry-After", "1")
        .body("code", equalTo("rate-limited"));
    Api.as("agent-1").header(header, "203.0.113.10").get(PATH).then().statusCode(200);
    Api.as("agent-1").get(PATH).then().statusCode(200);
    assertThat(metric("requests-of-address")).isPositive();
  }

  @Test
  void somebodyWhoAsksTooOftenIsToldWhenToComeBack() {
    // Given
    while (isAllowed("AGENT:agent-2")) {
      // Until nothing is left.
    }

    // When
    Response refused = untilRefused(() -> Api.as("agent-2").get(PATH));

    // Then
    refused.then().header("Retry-After", "1").body("code", equalTo("rate-limited"));
    Api.as("agent-1").get(PATH).then().statusCode(200);
    assertThat(metric("requests-of-identity")).isPositive();
  }

  private boolean isAllowed(String caller) {
    try {
      limits.countRequest(caller);
      return true;
    } catch (ProblemException refused) {
      return false;
    }
  }

  /** Asks again while the slow refill still lets it. */
  private static Response untilRefused(Supplier<Response> asking) {
    Response response = asking.get();
    for (int i = 0; i < 200 && response.statusCode() != 429; i++) {
      response = asking.get();
    }
    assertThat(response.statusCode()).isEqualTo(429);
    return response;
  }

  private static double metric(String limit) {
    String metrics = RestAssured.get("/q/metrics").body().asString();
    Matcher refused =
        Pattern.compile("parley_rate_limit_refused_total\\{limit=\"" + limit + "\",?} ([0-9.E]+)")
            .matcher(metrics);
    assertThat(refused.find()).isTrue();
    return Double.parseDouble(refused.group(1));
  }
}
