package io.parley.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.parley.contracts.event.ConversationEvent;
import io.parley.localstack.Infrastructure;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The service from outside: Kafka in, REST out. */
@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class AnalyticsServiceTest {
  private static final String LAST_24_HOURS = "/analytics/last-24-hours";
  private static final String WEEK = "/analytics?from=2026-03-02&to=2026-03-09&zone=Europe/Rome";

  @Test
  void theCardsShowWhatKafkaBroughtInWhateverOrder() {
    // Given
    String channel = channel();
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    List<ConversationEvent> events = new ArrayList<>();
    events.addAll(
        new History(channel)
            .followerWrites(now.minusSeconds(100))
            .agentWrites("agent-1", now.minusSeconds(60))
            .finish("agent-1", now.minusSeconds(10))
            .events());
    events.addAll(new History(channel).followerWrites(now.minusSeconds(50)).events());
    events.addAll(
        new History(channel)
            .followerWrites(now.minusSeconds(40))
            .agentWrites("agent-1", now.minusSeconds(20))
            .events());
    events.addAll(
        new History(channel)
            .followerWrites(now.minus(Duration.ofHours(30)))
            .agentWrites("agent-1", now.minus(Duration.ofHours(29)))
            .finish("agent-1", now.minus(Duration.ofHours(28)))
            .events());

    // When
    Published.events(events.reversed());
    Published.events(events);

    // Then
    await()
        .untilAsserted(
            () ->
                analyst(channel)
                    .get(path(channel, LAST_24_HOURS))
                    .then()
                    .statusCode(200)
                    .body("finished", equalTo(1))
                    .body("activeNow", equalTo(1))
                    .body("unansweredNow", equalTo(1))
                    .body("longestWaitSince", equalTo(now.minusSeconds(50).toString()))
                    .body("responseTime.n", equalTo(2))
                    .body("responseTime.mean", equalTo(30f))
                    .body("handlingTime.n", equalTo(1))
                    .body("handlingTime.mean", equalTo(50f)));
  }

  @Test
  void whatHasNotChangedIsNotSentAgain() {
    // Given
    String channel = channel();
    String tag = analyst(channel).get(path(channel, LAST_24_HOURS)).header("ETag");

    // When
    Response again =
        analyst(channel).header("If-None-Match", tag).get(path(channel, LAST_24_HOURS));

    // Then
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body().asString()).isEmpty();
  }

  @Test
  void aChannelWithoutChatsHasNullsAndNotZeros() {
    // Given
    String channel = channel();

    // When
    Response empty = analyst(channel).get(path(channel, LAST_24_HOURS));

    // Then
    empty
        .then()
        .statusCode(200)
        .body("finished", equalTo(0))
        .body("longestWaitSince", nullValue())
        .body("responseTime.n", equalTo(0))
        .body("responseTime.mean", nullValue())
        .body("responseTime.median", nullValue())
        .body("responseTime.p90", nullValue());
  }

  @Test
  void aReportHasBucketsAgentsHoursAndTheSameAsCsv() {
    // Given Monday, 2 March, and just before midnight of the next Monday in Rome
    String channel = channel();
    Instant monday = Instant.parse("2026-03-02T09:00:00Z");
    List<ConversationEvent> events =
        new History(channel)
            .followerWrites(monday, 2)
            .agentWrites("=agent", monday.plusSeconds(60))
            .finish("=agent", monday.plusSeconds(600))
            .followerWrites(Instant.parse("2026-03-08T22:59:59.999999Z"))
            .followerWrites(Instant.parse("2026-03-08T23:00:00Z"))
            .events();

    // When
    Published.events(events);

    // Then
    await()
        .untilAsserted(
            () ->
                analyst(channel)
                    .get(path(channel, WEEK))
                    .then()
                    .statusCode(200)
                    .body("buckets.size()", equalTo(7))
                    .body("buckets[0].from", equalTo("2026-03-01T23:00:00Z"))
                    .body("buckets[0].figures.opened", equalTo(1))
                    .body("buckets[0].figures.attachments", equalTo(2))
                    .body("buckets[0].figures.responseTime.mean", equalTo(60f))
                    .body("buckets[0].figures.handlingTime.mean", equalTo(540f))
                    .body("buckets[6].figures.opened", equalTo(1))
                    .body("total.followerMessages", equalTo(2))
                    .body("agents.size()", equalTo(1))
                    .body("agents[0].name", equalTo("Name of =agent"))
                    .body("agents[0].figures.handlingTime.n", equalTo(1))
                    .body("hoursOfWeek[0].day", equalTo(1))
                    .body("hoursOfWeek[0].hour", equalTo(10))
                    .body("hoursOfWeek[0].opened", equalTo(1)));
    String csv =
        analyst(channel)
            .accept("text/csv")
            .get(path(channel, WEEK.replace("?", "/csv?")))
            .then()
            .statusCode(200)
            .header(
                "Content-Disposition",
                "attachment; filename=\"" + channel + "-2026-03-02-2026-03-08.csv\"")
            .extract()
            .body()
            .asString();
    assertThat(csv.lines()).hasSize(1 + 7 + 1);
    List<String> cells = List.of(csv.lines().skip(1).findFirst().orElseThrow().split(",", -1));
    assertThat(cells.subList(0, 15))
        .containsExactly(
            "2026-03-01T23:00:00Z",
            "2026-03-02T23:00:00Z",
            "",
            "",
            "1",
            "1",
            "0",
            "0",
            "1",
            "1",
            "1",
            "0",
            "2",
            "1",
            "60.0");
    assertThat(Double.parseDouble(cells.get(15))).isCloseTo(60, withinPercentage(1));
    assertThat(cells).hasSize(13 + 4 * 4);
    assertThat(csv).contains(",'=agent,Name of =agent,");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "from=2026-03-02&to=2026-03-02",
        "from=2026-03-02",
        "to=2026-03-02",
        "from=2026-03-09&to=2026-03-02",
        "from=2026-03-02T10:07:00Z&to=2026-03-03",
        "from=yesterday&to=2026-03-02",
        "from=2026-03-02&to=2026-03-03&bucket=minute",
        "from=2026-03-02&to=2026-03-03&zone=Mars/Olympus",
        "from=2026-03-02&to=2026-03-03&zone=%00",
        "from=2026-03-02&to=2026-03-03&agent=%00",
        "from=2026-03-02&to=2026-03-03&agent=%20",
        "from=2020-01-01&to=2026-01-01&bucket=month",
        "from=2026-01-01&to=2026-06-01&bucket=hour",
        "from=-999999999-01-01&to=%2B999999999-12-31",
        "from=0000-01-01&to=9999-12-31"
      })
  void whatCannotBeAskedIsRefusedInWords(String query) {
    // Given an analyst
    // When
    Response refused =
        analyst("demo").urlEncodingEnabled(false).get("/api/channels/demo/analytics?" + query);

    // Then
    refused.then().statusCode(400).body("code", equalTo("malformed-request"));
  }

  @ParameterizedTest
  @CsvSource({
    "last-24-hours, agent, 200",
    "last-24-hours, analyst, 200",
    "last-24-hours, chat-admin, 403",
    "last-24-hours, '', 403",
    "report, agent, 403",
    "report, chat-admin, 403",
    "report, analyst, 200",
    "csv, agent, 403",
    "csv, analyst, 200"
  })
  void eachRouteHasItsRoles(String route, String role, int status) {
    // Given
    String token = role.isEmpty() ? Tokens.agent("a", "demo") : Tokens.agent("a", "demo", role);

    // When
    Response response = Api.withToken(token).accept("*/*").get(route(route, "demo"));

    // Then
    response.then().statusCode(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"last-24-hours", "report", "csv"})
  void strangersFindNothing(String route) {
    // Given
    String ofAnother = Tokens.agent("a", "other", "agent", "analyst");

    // When, then
    Api.withToken(ofAnother).accept("*/*").get(route(route, "demo")).then().statusCode(404);
    Api.anonymous().accept("*/*").get(route(route, "demo")).then().statusCode(401);
    Api.as("follower-1").accept("*/*").get(route(route, "demo")).then().statusCode(401);
    Api.as("messaging-gateway").accept("*/*").get(route(route, "demo")).then().statusCode(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "..", "..."})
  void aTokenOfDotsAloneIsRefused(String token) {
    // Given a request that carries it
    // When
    Response response = Api.withToken(token).get(route("report", "demo"));

    // Then
    response.then().statusCode(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/internal/rebuilds", "/internal/audits", "/internal/anything", "/"})
  void theInsideIsForServices(String path) {
    // Given an analyst's token, and none
    // When, then
    assertThat(Api.as("admin-1").post(path).statusCode()).isIn(403, 404, 405);
    Api.anonymous().post(path).then().statusCode(401);
  }

  @Test
  void poisonGoesToTheDeadLetterTopicAndTheStreamGoesOn() {
    // Given
    String channel = channel();
    Instant now = Instant.now();

    // When
    Published.raw("conversation-opened", "k", "{not json".getBytes(StandardCharsets.UTF_8));
    Published.raw("conversation-opened", "k", null);
    Published.raw("conversation-opened", "k", new byte[1_000_000]);
    Published.raw("conversation-opened", "k", "null".getBytes(StandardCharsets.UTF_8));
    Published.raw(
        "conversation-opened",
        "k",
        "{\"event\":\"conversation-opened\",\"seq\":1}".getBytes(StandardCharsets.UTF_8));
    Published.events(new History(channel).followerWrites(now).events());

    // Then
    await()
        .untilAsserted(
            () ->
                analyst(channel)
                    .get(path(channel, LAST_24_HOURS))
                    .then()
                    .body("unansweredNow", equalTo(1)));
    awaitDeadLetters(
        "The body is not an event in JSON",
        "The record has no body",
        "The body has 1000000 bytes, more than 262144",
        "The body is not an event of this topic",
        "A field of the event is missing");
  }

  @Test
  void whatKafkaNeverBringsComesFromTheLog() {
    // Given a log of which Kafka brings the end only
    String channel = channel();
    Instant now = Instant.now();
    List<ConversationEvent> events =
        new History(channel)
            .followerWrites(now.minusSeconds(90))
            .agentWrites("agent-1", now.minusSeconds(60))
            .events();
    LogServer.keep(events);

    // When
    Published.onKafka(events.subList(3, 4));

    // Then
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                analyst(channel)
                    .get(path(channel, LAST_24_HOURS))
                    .then()
                    .body("activeNow", equalTo(1))
                    .body("responseTime.mean", equalTo(30f)));
  }

  @Test
  void aRebuildGivesTheSameFiguresWhileTheOldOnesAnswer() {
    // Given chats in the log and on Kafka
    String channel = channel();
    Instant day = Instant.parse("2026-03-02T00:00:00Z");
    for (int i = 0; i < 50; i++) {
      Instant at = day.plus(Duration.ofMinutes(i * 37L));
      List<ConversationEvent> events =
          new History(channel)
              .followerWrites(at)
              .agentWrites("agent-" + i % 3, at.plusSeconds(i))
              .finish("agent-" + i % 3, at.plusSeconds(i * 10L))
              .events();
      Published.events(events);
    }
    await()
        .untilAsserted(
            () ->
                analyst(channel)
                    .get(path(channel, WEEK))
                    .then()
                    .body("total.finished", equalTo(50)));
    String before = analyst(channel).get(path(channel, WEEK)).body().asString();
    int old = service().get("/internal/rebuilds").path("serving");

    // When
    int building = service().post("/internal/rebuilds").then().extract().path("building");

    // Then
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              assertThat(analyst(channel).get(path(channel, WEEK)).body().asString())
                  .isEqualTo(before);
              service().get("/internal/rebuilds").then().body("serving", equalTo(building));
            });
    assertThat(building).isNotEqualTo(old);
    assertThat(analyst(channel).get(path(channel, WEEK)).body().asString()).isEqualTo(before);
    service()
        .get("/internal/rebuilds")
        .then()
        .body("building", nullValue())
        .body("differencesFromOldBuild", equalTo(0))
        .body("differencesFromLog", equalTo(0));
  }

  @Test
  void theAuditorFindsAndFetchesWhatIsMissing() {
    // Given a log of which Kafka brought nothing
    String channel = channel();
    LogServer.keep(new History(channel).followerWrites(Instant.now()).events());

    // When
    int differences = service().post("/internal/audits").then().extract().path("differences");

    // Then
    assertThat(differences).isEqualTo(1);
    await()
        .untilAsserted(
            () ->
                analyst(channel)
                    .get(path(channel, LAST_24_HOURS))
                    .then()
                    .body("unansweredNow", equalTo(1)));
    service().post("/internal/audits").then().body("differences", equalTo(0));
  }

  private static String channel() {
    return "channel-" + UUID.randomUUID();
  }

  private static String path(String channel, String rest) {
    return "/api/channels/" + channel + rest;
  }

  private static String route(String route, String channel) {
    return switch (route) {
      case "last-24-hours" -> path(channel, LAST_24_HOURS);
      case "report" -> path(channel, WEEK);
      default -> path(channel, WEEK.replace("?", "/csv?"));
    };
  }

  private static io.restassured.specification.RequestSpecification analyst(String channel) {
    return Api.withToken(Tokens.agent("analyst", channel, "analyst"));
  }

  private static io.restassured.specification.RequestSpecification service() {
    return RestAssured.given().auth().oauth2(Infrastructure.start().token("conversation-service"));
  }

  private static void awaitDeadLetters(String... expected) {
    List<String> reasons = new ArrayList<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                Infrastructure.start().bootstrapServers(),
                "group.id",
                UUID.randomUUID().toString(),
                "auto.offset.reset",
                "earliest"),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.subscribe(List.of("analytics-service-dead-letter"));
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                for (ConsumerRecord<String, byte[]> letter :
                    consumer.poll(Duration.ofMillis(100))) {
                  reasons.add(
                      new String(
                          letter.headers().lastHeader("parley_reason").value(),
                          StandardCharsets.UTF_8));
                }
                return reasons.containsAll(List.of(expected));
              });
    }
  }
}
