package io.parley.e2e.containers;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.parley.e2e.browser.Screens.named;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.parley.e2e.browser.Screens;
import io.parley.e2e.client.Api;
import io.parley.e2e.client.ChatClient;
import io.parley.e2e.client.Transcript;
import io.parley.e2e.identity.KeycloakPage;
import io.parley.e2e.stack.Await;
import io.parley.e2e.stack.Person;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docker-compose.yml} from outside, and its images. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ContainersIT {
  private static final List<String> SERVICES =
      List.of(
          "conversation-service", "messaging-gateway", "attachment-service", "analytics-service");
  private static final List<String> IMAGES =
      List.of(
          "conversation-service",
          "messaging-gateway",
          "attachment-service",
          "analytics-service",
          "web");

  /** In this order; each is back before the next goes. */
  private static final List<String> KILLED =
      List.of(
          "conversation-service",
          "messaging-gateway",
          "attachment-service",
          "analytics-service",
          "kafka",
          "postgresql",
          "gateway");

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Messages after each kill that show that people chat on. */
  private static final int MORE = 20;

  private static Compose compose;

  @BeforeAll
  static void start() {
    long started = System.nanoTime();
    compose = Compose.up();
    System.out.printf(
        "Built, started and healthy in %.0f s%n", (System.nanoTime() - started) / 1e9);
    Stream.concat(IMAGES.stream(), Stream.of("postgresql", "kafka", "keycloak"))
        .forEach(
            part ->
                System.out.printf(
                    "  %-22s image %5.0f MB, healthy after %5.1f s%n",
                    part, compose.megabytes(part), compose.secondsToHealthy(part)));
  }

  @AfterAll
  static void stop() {
    if (compose != null) {
      List<String> left = compose.down();
      compose.close();
      assertThat(left).as("left behind").isEmpty();
    }
  }

  static List<String> images() {
    return IMAGES;
  }

  static List<String> services() {
    return SERVICES;
  }

  // ---- images ----------------------------------------------------------------------------------

  @ParameterizedTest
  @MethodSource("images")
  void anImageSaysWhatItIsMadeOf(String image) {
    // When
    JsonNode sbom = Api.parse(compose.execute(image, "cat", "/opt/parley/sbom.json").output());

    // Then
    assertThat(sbom.path("bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(sbom.path("components").findValuesAsText("name"))
        .contains(image.equals("web") ? "oidc-client-ts" : "quarkus-arc");
  }

  @ParameterizedTest
  @MethodSource("images")
  void aContainerIsNobodyAndWritesNothing(String image) {
    // When
    Docker.Outcome written = compose.execute(image, "touch", "/opt/parley/written");
    Docker.Outcome user = compose.execute(image, "id", "-u");

    // Then
    assertThat(user.output()).isEqualTo(image.equals("web") ? "101" : "10001");
    assertThat(written.exitCode()).isNotZero();
    assertThat(written.output()).contains("Read-only file system");
    assertThat(compose.inspect(image, "{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}}"))
        .isEqualTo("true [ALL]");
  }

  @ParameterizedTest
  @MethodSource("images")
  void aHealthCheckSaysWhatIsSo(String image) {
    // When
    String health = compose.inspect(image, "{{.State.Health.Status}}");

    // Then
    assertThat(health).isEqualTo("healthy");
  }

  @ParameterizedTest
  @MethodSource("services")
  void aHealthCheckFailsWhereNothingSaysThatAllIsWell(String service) {
    // When
    Docker.Outcome asked =
        compose.execute(service, "/opt/parley/bin/health", "/q/health/of-nothing-there-is");

    // Then
    assertThat(asked.exitCode()).isNotZero();
  }

  // ---- the journey -----------------------------------------------------------------------------

  @Test
  void peopleLogInAtKeycloakAndGoThroughTheJourney() {
    try (Screens screens = new Screens(compose)) {
      // Given
      Page follower = logIn(screens, "follower-1", "/follower/?channel=demo");
      Page agent = logIn(screens, "agent-1", "/console/");
      follower.getByRole(AriaRole.BUTTON, named("Open chat")).click();

      // The follower writes: Unanswered.
      Screens.write(follower, "Is the rain jacket back?");
      assertThat(Screens.message(follower, "rain jacket")).hasAttribute("data-state", "logged");
      Screens.open(agent, "Unanswered", "Follower 1");

      // The agent answers: Active, and the agent's.
      Screens.write(agent, "On Thursday.");
      assertThat(agent.getByTestId("status")).hasAttribute("data-status", "ACTIVE");
      assertThat(agent.getByTestId("owner")).containsText("you");
      assertThat(Screens.message(follower, "On Thursday.")).hasCount(1);

      // The agent finishes, and the follower sees it.
      agent.getByRole(AriaRole.BUTTON, named("Finish")).click();
      assertThat(agent.getByTestId("status")).hasAttribute("data-status", "FINISHED");
      assertThat(follower.getByTestId("finished-hint")).isVisible();
    }
  }

  private static Page logIn(Screens screens, String name, String path) {
    Page page = screens.blankPage(ColorScheme.LIGHT);
    page.navigate(compose.http() + path);
    page.getByRole(AriaRole.BUTTON, named("Log in")).click();
    KeycloakPage.logIn(page, name);
    assertThat(page.getByTestId("logged-in-as")).hasCount(1);
    return page;
  }

  @Test
  void aVisitorIsTheSameAfterTheKeyWasReadAgain() {
    // Given
    Api admin = Api.as(compose, compose.person("admin-1"));
    admin.put("/api/channels/demo/visitors", Api.object().put("allowed", true));
    Api nobody = Api.anonymous(compose);
    JsonNode first =
        nobody.post("/api/visitor-tokens", Api.object().put("channelId", "demo")).body();

    // When
    compose.kill("conversation-service");
    compose.startAgain("conversation-service");
    JsonNode again =
        nobody
            .post(
                "/api/visitor-tokens",
                Api.object()
                    .put("channelId", "demo")
                    .put("visitorToken", first.path("visitorToken").asText()))
            .body();

    // Then
    assertThat(first.path("followerId").asText()).startsWith("visitor:");
    assertThat(again.path("followerId")).isEqualTo(first.path("followerId"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/internal/rebuilds", "/q/health", "/q/metrics", "/auth/metrics"})
  void whatIsNobodysBusinessHasNoWayIn(String path) {
    assertThat(Api.anonymous(compose).get(path).status()).isEqualTo(404);
  }

  // ---- faults ----------------------------------------------------------------------------------

  @Test
  void nothingAcknowledgedIsLostWhileOnePartAfterTheOtherIsKilled() {
    // Given
    Person somebody = compose.person("follower-2");
    try (ChatClient follower = ChatClient.follower(compose, somebody);
        ChatClient agent = ChatClient.agent(compose, compose.person("agent-2"))) {
      String id = follower.say("Hello?").join().get("conversationId").asText();
      agent.say(id, "Good morning!").join();

      // When
      Chatter chatter = new Chatter(follower, agent, id);
      for (String part : KILLED) {
        chatter.awaitMore(MORE, "before " + part + " is killed");
        compose.kill(part);
        compose.startAgain(part);
        chatter.awaitMore(MORE, "after " + part + " was killed");
      }
      chatter.end();
      SERVICES.forEach(ContainersIT::awaitReady);
      Api api = Api.as(compose, compose.person("agent-2"));
      Api.Answer finished = api.post("/api/conversations/" + id + "/finish", Api.object());

      // Then
      assertThat(finished.status()).isEqualTo(200);
      List<JsonNode> log = logOf(api, id);
      assertThat(log.stream().map(event -> event.get("seq").asLong()))
          .containsExactlyElementsOf(LongStream.rangeClosed(1, log.size()).boxed().toList());
      for (ChatClient client : List.of(follower, agent)) {
        assertThat(client.awaitSeq(id, log.size())).hasSameSizeAs(log);
        Transcript.Snapshot seen = client.transcript().snapshot();
        assertThat(seen.complaints()).isEmpty();
        assertThat(seen.acked()).hasSameSizeAs(seen.sent());
        Map<String, Long> stored = storedBy(log, client.person().name());
        seen.acked()
            .forEach(
                acked ->
                    assertThat(stored).containsEntry(acked.sent().clientMessageId(), acked.seq()));
        assertThat(stored).hasSameSizeAs(seen.acked());
      }
      System.out.printf(
          "%d messages acknowledged and stored once each while these were killed: %s%n",
          chatter.acked() + 2, String.join(", ", KILLED));
    }
  }

  private static void awaitReady(String service) {
    Await.until(
        service + " is ready",
        PATIENCE,
        () -> compose.execute(service, "/opt/parley/bin/health").exitCode() == 0);
  }

  /** Seqs of what somebody wrote, by the id that the client gave each message. */
  private static Map<String, Long> storedBy(List<JsonNode> log, String name) {
    Map<String, Long> stored = new HashMap<>();
    log.stream()
        .filter(event -> event.at("/sender/id").asText().equals(name))
        .forEach(
            event ->
                assertThat(
                        stored.put(
                            event.get("clientMessageId").asText(), event.get("seq").asLong()))
                    .isNull());
    return stored;
  }

  /** The whole log of a conversation, page by page. */
  private static List<JsonNode> logOf(Api api, String id) {
    List<JsonNode> log = new ArrayList<>();
    while (true) {
      JsonNode page =
          api.get("/api/conversations/" + id + "/events?after=" + log.size() + "&limit=200").body();
      if (page.path("events").isEmpty()) {
        return log;
      }
      page.path("events").forEach(log::add);
    }
  }
}
