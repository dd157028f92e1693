package io.parley.analytics.identity;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.analytics.Api;
import io.parley.analytics.LocalInfrastructure;
import io.parley.analytics.OpenApiContract;
import io.parley.analytics.OpenApiContract.Operation;
import io.parley.analytics.Tokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every route of the OpenAPI document, and of the inside, with every kind of caller. */
@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class RouteRoleMatrixTest {
  private static final Set<String> ANALYSTS = Set.of("analyst", "agent+analyst");
  private static final Set<String> AGENTS_AND_ANALYSTS =
      Set.of("agent", "analyst", "agent+analyst", "agent+chat-admin");

  /** Who gets past the door, by operation. A new operation needs a decision here. */
  private static final Map<String, Set<String>> ALLOWED =
      Map.ofEntries(
          entry("getLast24Hours", AGENTS_AND_ANALYSTS),
          entry("getReport", ANALYSTS),
          entry("getReportCsv", ANALYSTS));

  private static final List<String> CALLERS =
      List.of(
          "anonymous",
          "agent",
          "analyst",
          "agent+analyst",
          "agent+chat-admin",
          "chat-admin",
          "none",
          "follower",
          "service");

  /** For services alone, and so in no document. */
  private static final List<String> INSIDE =
      List.of("GET /internal/rebuilds", "POST /internal/rebuilds", "POST /internal/audits");

  @Test
  void everyRouteIsDecidedAndDoesAsDecided() {
    // Given
    List<Operation> operations = OpenApiContract.operations();
    assertThat(operations)
        .extracting(Operation::id)
        .containsExactlyInAnyOrderElementsOf(ALLOWED.keySet());

    // When
    List<String> wrong = new ArrayList<>();
    int cells = 0;
    for (Operation operation : operations) {
      for (String caller : CALLERS) {
        int status = call(operation, caller).statusCode();
        cells++;
        if (status != expected(caller, ALLOWED.get(operation.id()))) {
          wrong.add(operation.id() + " as " + caller + " answered " + status);
        }
      }
    }

    // Then
    System.out.printf("Route and role: %d cells checked%n", cells);
    assertThat(wrong).isEmpty();
    assertThat(cells).isEqualTo(ALLOWED.size() * CALLERS.size());
  }

  @Test
  void theInsideIsForServicesAlone() {
    // Given every caller but services
    List<String> wrong = new ArrayList<>();

    // When
    for (String route : INSIDE) {
      String[] parts = route.split(" ", 2);
      for (String caller : CALLERS) {
        if (!caller.equals("service")) {
          int status = as(caller).request(parts[0], parts[1]).statusCode();
          if (status != expectedInside(caller)) {
            wrong.add(route + " as " + caller + " answered " + status);
          }
        }
      }
    }

    // Then
    assertThat(wrong).isEmpty();
    as("service").get("/internal/rebuilds").then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/channels/demo/analytics/last-24-hours;x=y",
        "/api;x/channels;y=z/demo/analytics/last-24-hours",
        "//api/channels/demo/analytics/last-24-hours",
        "/api//channels//demo//analytics/last-24-hours",
        "/%61pi/channels/demo/analytics/last-24-hours",
        "/api/channels/other/../demo/analytics/last-24-hours",
        "/api/channels/other/%2e%2e/demo/analytics/last-24-hours",
        "/q/health/../../api/channels/demo/analytics/last-24-hours",
        "/q/health/%2e%2e/%2e%2e/api/channels/demo/analytics/last-24-hours",
        "/q/health/..;/..;/api/channels/demo/analytics/last-24-hours",
        "/q/openapi/../../api/channels/demo/analytics/last-24-hours",
        "/api/channels/demo/analytics/last-24-hours/",
        "/API/channels/demo/analytics/last-24-hours",
        "/internal/rebuilds",
        "//internal/rebuilds",
        "/internal;x/rebuilds",
        "/%69nternal/rebuilds",
        "/q/health/../../internal/rebuilds",
        "/q/dev",
        "/nothing"
      })
  void noSpellingOfAPathOpensIt(String path) {
    for (RequestSpecification caller :
        List.of(Api.anonymous(), Api.as("follower-1"), Api.as("agent-3"))) {
      // When
      Response response = caller.urlEncodingEnabled(false).get(path);

      // Then: never a success, and no body of the route
      assertThat(response.statusCode()).as(path).isIn(401, 403, 404, 405);
      assertThat(response.body().asString()).doesNotContain("responseTime", "exportedEvents");
    }
  }

  private static int expected(String caller, Set<String> allowed) {
    if (caller.equals("anonymous") || caller.equals("follower")) {
      // Followers' tokens are of an issuer that this service does not know.
      return 401;
    }
    return allowed.contains(caller) ? 200 : 403;
  }

  private static int expectedInside(String caller) {
    return caller.equals("anonymous") || caller.equals("follower") ? 401 : 403;
  }

  private static Response call(Operation operation, String caller) {
    String path = operation.path().replaceAll("\\{[^}]+}", "demo");
    RequestSpecification request = as(caller).accept("*/*");
    if (!operation.id().equals("getLast24Hours")) {
      request.queryParams("from", "2026-03-02", "to", "2026-03-03");
    }
    return request.request(operation.method().toUpperCase(Locale.ROOT), path);
  }

  private static RequestSpecification as(String caller) {
    return switch (caller) {
      case "anonymous" -> Api.anonymous();
      case "follower" -> Api.as("follower-1");
      case "service" -> Api.as("messaging-gateway");
      case "none" -> Api.withToken(Tokens.agent("a", "demo"));
      default -> Api.withToken(Tokens.agent("a", "demo", caller.split("\\+")));
    };
  }
}
