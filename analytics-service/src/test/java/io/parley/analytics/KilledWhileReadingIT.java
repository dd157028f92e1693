package io.parley.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.parley.analytics.Model.Window;
import io.parley.contracts.event.ConversationEvent;
import io.parley.contracts.event.ConversationFinished;
import io.parley.contracts.event.ConversationOpened;
import io.parley.contracts.event.ConversationTaken;
import io.parley.contracts.event.ConversationTransferred;
import io.parley.localstack.Infrastructure;
import io.parley.localstack.process.Await;
import io.parley.localstack.process.ChildJvm;
import io.parley.localstack.process.ManagedProcess;
import io.parley.localstack.process.ProcessSpec;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The service as it is deployed, a process: killed again and again while it reads, its figures are
 * those of {@link Model}.
 */
class KilledWhileReadingIT {
  private static final Instant BEGIN = Instant.parse("2026-03-27T20:00:00Z");
  private static final int HISTORIES = 2_000;
  private static final int KILLS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path folder;

  private ManagedProcess service;
  private int port;

  @AfterEach
  void end() {
    service.kill();
  }

  @Test
  void figuresEqualThoseOfTheModelHoweverOftenItIsKilled() {
    // Given what Kafka brings: with duplicates and out of order
    long seed = Long.getLong("parley.test.seed", new Random().nextLong());
    System.out.println("-Dparley.test.seed=" + seed);
    Random random = new Random(seed);
    List<History> histories = new ArrayList<>();
    for (int i = 0; i < HISTORIES; i++) {
      histories.add(RandomHistory.of(random, BEGIN));
    }
    Model model = new Model(histories);
    List<ConversationEvent> deliveries = deliveries(histories, random);
    Infrastructure.start();
    Published.onKafka(deliveries);
    prepare();

    // When
    int killedWhileBehind = 0;
    for (int i = 0; i < KILLS; i++) {
      service.start();
      double enough = 1 + random.nextInt(deliveries.size() / (2 * KILLS));
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> metric("events_applied_total") >= enough);
      killedWhileBehind += metric("behind") == 0 ? 0 : 1;
      service.kill();
    }
    service.start();

    // Then
    assertThat(killedWhileBehind).isEqualTo(KILLS);
    Window all = new Window(BEGIN, BEGIN.plus(Duration.ofDays(60)), null);
    await()
        .ignoreExceptions()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(report(all).getLong("total.followerMessages"))
                    .isEqualTo(model.count(all, Model::isFollowers)));
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(metric("behind")).isZero());
    for (int i = 0; i < 20; i++) {
      Instant from = BEGIN.plus(Duration.ofMinutes(15L * random.nextInt(96 * 4)));
      Instant to = from.plus(Duration.ofMinutes(15L * (1 + random.nextInt(96 * 4))));
      check(model, new Window(from, to, null));
    }
    check(model, all);
    for (String agent : model.agents()) {
      checkIntervals(model, new Window(all.from(), all.to(), agent));
    }
    JsonPath now =
        RestAssured.given()
            .auth()
            .oauth2(Tokens.agent("analyst", "demo", "analyst"))
            .get(url("/api/channels/demo/analytics/last-24-hours"))
            .jsonPath();
    assertThat(now.getLong("unansweredNow")).isEqualTo(model.unanswered());
    assertThat(now.getLong("activeNow")).isEqualTo(model.active());
  }

  private void check(Model model, Window window) {
    checkIntervals(model, window);
    JsonPath report = report(window);
    Map<String, Long> expected =
        Map.of(
            "opened", model.count(window, ConversationOpened.class::isInstance),
            "taken",
                model.count(
                    window, e -> e instanceof ConversationTaken t && t.previousOwner() == null),
            "takenOver",
                model.count(
                    window, e -> e instanceof ConversationTaken t && t.previousOwner() != null),
            "transferred", model.count(window, ConversationTransferred.class::isInstance),
            "finished", model.count(window, ConversationFinished.class::isInstance),
            "followerMessages", model.count(window, Model::isFollowers),
            "agentMessages", model.count(window, Model::isAgents),
            "attachments", model.attachments(window));
    expected.forEach(
        (figure, value) ->
            assertThat(report.getLong("total." + figure))
                .as("%s of %s", figure, window)
                .isEqualTo(value));
  }

  private void checkIntervals(Model model, Window window) {
    JsonPath report = report(window);
    check(report, "responseTime", model.responses(window));
    check(report, "firstResponseTime", model.firstResponses(window));
    check(report, "handlingTime", model.handlings(window));
    check(report, "resolutionTime", model.resolutions(window));
  }

  private static void check(JsonPath report, String figure, List<Long> micros) {
    assertThat(report.getInt("total." + figure + ".n")).as(figure).isEqualTo(micros.size());
    if (!micros.isEmpty()) {
      double mean = micros.stream().mapToLong(Long::longValue).average().orElseThrow() / 1e6;
      assertThat(report.getDouble("total." + figure + ".mean"))
          .as(figure)
          .isCloseTo(mean, within(0.001));
    }
  }

  private JsonPath report(Window window) {
    return RestAssured.given()
        .config(
            RestAssured.config()
                .jsonConfig(
                    io.restassured.config.JsonConfig.jsonConfig()
                        .numberReturnType(
                            io.restassured.path.json.config.JsonPathConfig.NumberReturnType
                                .DOUBLE)))
        .auth()
        .oauth2(Tokens.agent("analyst", "demo", "analyst"))
        .queryParams(window.agent() == null ? Map.of() : Map.of("agent", window.agent()))
        .queryParam("from", window.from().toString())
        .queryParam("to", window.to().toString())
        .queryParam("bucket", "month")
        .queryParam("zone", "UTC")
        .get(url("/api/channels/demo/analytics"))
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  /** Each event once or more; neighbours change places, and topics come one after the other. */
  private static List<ConversationEvent> deliveries(List<History> histories, Random random) {
    List<ConversationEvent> deliveries = new ArrayList<>();
    for (History history : histories) {
      for (ConversationEvent event : history.events()) {
        deliveries.addAll(Collections.nCopies(random.nextInt(5) == 0 ? 2 : 1, event));
      }
    }
    for (int at = 0; at < deliveries.size(); ) {
      int end = Math.min(deliveries.size(), at + 1 + random.nextInt(400));
      List<ConversationEvent> piece = deliveries.subList(at, end);
      if (random.nextBoolean()) {
        Collections.shuffle(piece, random);
      } else {
        piece.sort((a, b) -> a.topic().compareTo(b.topic()));
      }
      at = end;
    }
    return deliveries;
  }

  /** Small batches, so that there are many moments to die in. */
  private void prepare() {
    port = Await.freePorts(1).getFirst();
    Map<String, String> settings = new HashMap<>(Infrastructure.start().environment());
    settings.put("PARLEY_SERVICE_CLIENT_ID", "analytics-service");
    settings.put("PARLEY_CONVERSATION_SERVICE_URL", LogServer.start());
    settings.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    settings.put("QUARKUS_HTTP_PORT", Integer.toString(port));
    settings.put("PARLEY_ANALYTICS_INGEST_BATCH", "25");
    settings.put("PARLEY_ANALYTICS_INGEST_HOLE_PATIENCE", "60s");
    String mark = "-Dparley.instance=" + folder;
    List<String> command = new ArrayList<>(List.of(ChildJvm.java(), "-Xmx256m", mark));
    command.addAll(ChildJvm.quiet());
    command.addAll(
        List.of("-jar", Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath().toString()));
    service =
        new ManagedProcess(
            ProcessSpec.in(
                folder,
                "analytics-service",
                ManagedProcess.dyingWithParent("SIGKILL", command),
                settings,
                mark));
  }

  /** A metric of the process that runs now; 0 until it answers. */
  private double metric(String name) {
    String metrics;
    try {
      metrics = RestAssured.get(url("/q/metrics")).body().asString();
    } catch (Exception e) {
      // Not up yet: RestAssured throws what the socket throws, unchecked.
      return 0;
    }
    Matcher value =
        Pattern.compile("^parley_analytics_" + name + "(?:\\{[^}]*})? (\\S+)$", Pattern.MULTILINE)
            .matcher(metrics);
    return value.find() ? Double.parseDouble(value.group(1)) : 0;
  }

  private String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }
}
