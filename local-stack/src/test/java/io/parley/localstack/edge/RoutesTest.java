package io.parley.localstack.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
  private static final Routes ROUTES =
      new Routes(
          new EdgeConfig(
              1, List.of(11, 12), List.of(21), List.of(31), List.of(41), 51, Path.of("dist")));

  @ParameterizedTest
  @CsvSource({
    "/api/attachments, attachment-service",
    "/api/attachments/1/content, attachment-service",
    "/api/attachmentsx, conversation-service",
    "/api/channels/demo/analytics, analytics-service",
    "/api/channels/demo/analytics/last-24-hours, analytics-service",
    "/api/channels/analytics/chat, conversation-service",
    "/api/channels/demo/conversations, conversation-service",
    "/api/conversations/1, conversation-service",
    "/auth/agents/jwks, issuer",
  })
  void aPathLeadsToItsService(String path, String service) {
    // Given
    String uri = path + "?a=b";

    // When
    Target target = ROUTES.route(path, uri);

    // Then
    assertThat(target)
        .isInstanceOfSatisfying(
            Target.Service.class,
            found -> {
              assertThat(found.name()).isEqualTo(service);
              assertThat(found.uri()).isEqualTo(uri);
            });
  }

  @Test
  void socketsLeadToTheGateways() {
    // Given
    String path = "/ws/agent";

    // When
    Target target = ROUTES.route(path, path);

    // Then
    assertThat(target).isEqualTo(new Target.Socket("messaging-gateway", List.of(21)));
  }

  @Test
  void theDescriptionOfAnInterfaceLeadsToItsService() {
    // Given
    String path = "/openapi/conversation-service";

    // When
    Target target = ROUTES.route(path, path);

    // Then
    assertThat(target)
        .isEqualTo(new Target.Service("conversation-service", List.of(11, 12), "/q/openapi"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/q", "/q/health", "/internal", "/internal/send", "/openapi/issuer"})
  void whatIsInternalIsNotThere(String path) {
    // Given a path
    // When
    Target target = ROUTES.route(path, path);

    // Then
    assertThat(target).isEqualTo(new Target.Nothing());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/../internal/send",
        "/api/%2e%2e/internal/send",
        "/api/.%2E/q/metrics",
        "//internal",
        "/api//internal",
        "/api/./x",
        "/api/x;a=b",
        "/api/x%3Ba",
        "/api/..%2finternal",
        "/api/..%5Cinternal",
        "/api\\internal",
        "/api/x%00",
        "/api/.."
      })
  void aPathThatMayMeanAnotherOneBehindIsRefused(String path) {
    // Given a path
    // When
    Target target = ROUTES.route(path, path);

    // Then
    assertThat(target).isEqualTo(new Target.AmbiguousPath());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/console/", "/assets/a.js", "/ws", "/apis", "/queue"})
  void everythingElseIsTheWeb(String path) {
    // Given a path
    // When
    Target target = ROUTES.route(path, path);

    // Then
    assertThat(target).isEqualTo(new Target.WebFile());
  }
}
