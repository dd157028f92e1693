package io.parley.conversation.samplehistory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.contracts.command.SampleHistory;
import io.parley.contracts.event.ChatMode;
import io.parley.contracts.event.Person;
import io.parley.contracts.json.Json;
import io.parley.conversation.Api;
import io.parley.conversation.Chat;
import io.parley.conversation.LocalInfrastructure;
import io.parley.conversation.log.ConversationLog;
import io.parley.conversation.log.Outcome;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Where it is allowed: against the real database, relay and broker. */
@QuarkusTest
@TestProfile(SampleHistoryTest.Allowed.class)
@WithTestResource(LocalInfrastructure.class)
class SampleHistoryTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Inject Pool pool;
  @Inject ConversationLog log;

  /** Small pieces, so that a small history has many. */
  public static class Allowed implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "parley.sample-history.enabled", "true",
          "parley.sample-history.batch", "100",
          "parley.sample-history.piece", "20ms");
    }
  }

  @Test
  void whatIsMadeUpIsWhatTheSameCommandsWouldHaveStored() {
    // Given the same commands through the door of real ones
    Chat real = Chat.inNewChannel(pool, ChatMode.TWO_WAY);
    Timeline commands = new Timeline(spec(real, 1, 60), Instant.now(), 100_000);
    while (commands.hasNext()) {
      Timeline.Step step = commands.next();
      if (step.thread() != null) {
        real.sql(
            "INSERT INTO conversation (id, channel_id, follower_id, follower_name)"
                + " VALUES ($1, $2, $3, $4)",
            step.thread().conversationId(),
            real.channel(),
            step.thread().follower().id(),
            step.thread().follower().name());
      }
      assertThat(log.execute(step.command().command()).await().atMost(PATIENCE))
          .isInstanceOf(Outcome.Stored.class);
    }
    Chat madeUp = Chat.inNewChannel(pool, ChatMode.TWO_WAY);

    // When
    List<Response> calls = writeAll(spec(madeUp, 1, 60));

    // Then
    assertThat(calls.getLast().jsonPath().getInt("chats")).isEqualTo(60);
    assertThat(logs(madeUp)).isEqualTo(logs(real));
    assertThat(states(madeUp)).isEqualTo(states(real));
    assertThat(counts(madeUp)).isEqualTo(states(madeUp));
  }

  @Test
  void itsTimesAreThoseOfTheHistoryInTheOrderOfSeq() {
    // Given
    Chat chat = Chat.inNewChannel(pool, ChatMode.TWO_WAY);

    // When
    writeAll(spec(chat, 2, 80));

    // Then
    Row row =
        chat.sql(
                """
                SELECT count(*) AS events, min(at) AS first, max(at) AS last,
                  count(*) FILTER (WHERE at < before) AS back,
                  count(*) FILTER (WHERE at <> (body ->> 'at')::timestamptz) AS unlike
                FROM (SELECT e.at, e.body,
                        lag(e.at) OVER (PARTITION BY conversation_id ORDER BY seq) AS before
                      FROM conversation_event e JOIN conversation c ON c.id = e.conversation_id
                      WHERE c.channel_id = $1) x""",
                chat.channel())
            .iterator()
            .next();
    assertThat(row.getLong("back")).isZero();
    assertThat(row.getLong("unlike")).isZero();
    assertThat(row.getLong("events")).isGreaterThan(80 * 4);
    Instant now = Instant.now();
    assertThat(row.getOffsetDateTime("first").toInstant()).isBetween(daysBefore(now, 6), now);
    assertThat(row.getOffsetDateTime("last").toInstant()).isBetween(daysBefore(now, 6), now);
  }

  @Test
  void whoGoesOnAfterAnInterruptionDoublesNothing() {
    // Given a history that was begun, then forgotten for another one
    Chat chat = Chat.inNewChannel(pool, ChatMode.TWO_WAY);
    SampleHistory.Spec spec = spec(chat, 3, 400);
    call(spec).then().statusCode(200).body("complete", equalTo(false));
    writeAll(spec(Chat.inNewChannel(pool, ChatMode.TWO_WAY), 3, 20));

    // When
    List<Response> rest = writeAll(spec);

    // Then
    assertThat(rest).hasSizeGreaterThan(1);
    int events = rest.getLast().jsonPath().getInt("events");
    assertThat(logs(chat)).hasSize(events);
    assertThat(logs(chat).stream().filter(body -> body.contains("conversation-opened")))
        .hasSize(400);
    call(spec).then().body("complete", equalTo(true)).body("events", equalTo(events));
    assertThat(logs(chat)).hasSize(events);
  }

  @Test
  void aSecondHistoryHasFollowersOfItsOwn() {
    // Given
    Chat chat = Chat.inNewChannel(pool, ChatMode.TWO_WAY);
    String somebody = chat.writes("follower-5000", "I am real");
    writeAll(spec(chat, 4, 30));

    // When
    writeAll(spec(chat, 5, 30));

    // Then
    assertThat(logs(chat).stream().filter(body -> body.contains("conversation-opened")))
        .hasSize(1 + 30 + 30);
    assertThat(
            chat.sql("SELECT last_seq FROM conversation WHERE id = $1::text::uuid", somebody)
                .iterator()
                .next()
                .getLong(0))
        .isEqualTo(2);
  }

  @Test
  void onlyServicesMayAskAndOnlyForWhatCanBe() {
    // Given
    Chat twoWay = Chat.inNewChannel(pool, ChatMode.TWO_WAY);
    Chat oneWay = Chat.inNewChannel(pool, ChatMode.ONE_WAY);
    SampleHistory.Spec spec = spec(twoWay, 1, 10);

    // When, then
    post(Api.anonymous(), spec).then().statusCode(401);
    post(twoWay.asAdmin("a"), spec).then().statusCode(403);
    post(Api.as("follower-1"), spec).then().statusCode(403);
    call(spec(oneWay, 1, 10)).then().statusCode(400);
    call(spec(twoWay, 1, 0)).then().statusCode(400);
    call(spec(twoWay, 1, SampleHistory.MAX_CHATS + 1)).then().statusCode(400);
    assertThat(logs(twoWay)).isEmpty();
    assertThat(logs(oneWay)).isEmpty();
  }

  private static List<Response> writeAll(SampleHistory.Spec spec) {
    List<Response> calls = new ArrayList<>();
    do {
      calls.add(call(spec));
      calls.getLast().then().statusCode(200);
    } while (!calls.getLast().jsonPath().getBoolean("complete"));
    return calls;
  }

  private static Response call(SampleHistory.Spec spec) {
    return post(Api.as("messaging-gateway"), spec);
  }

  static Response post(
      io.restassured.specification.RequestSpecification request, SampleHistory.Spec spec) {
    try {
      return request
          .contentType(ContentType.JSON)
          .body(Json.tolerant().writeValueAsString(spec))
          .post("/internal/sample-histories");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The log of a channel without what must differ from another one's: ids and times. */
  private static List<String> logs(Chat chat) {
    List<String> bodies = new ArrayList<>();
    for (Row row :
        chat.sql(
            """
            SELECT c.follower_id, e.body::text AS body
            FROM conversation_event e JOIN conversation c ON c.id = e.conversation_id
            WHERE c.channel_id = $1 ORDER BY c.follower_id, e.seq""",
            chat.channel())) {
      try {
        ObjectNode body = (ObjectNode) Json.tolerant().readTree(row.getString("body"));
        bodies.add(body.without(List.of("conversationId", "channelId", "at")).toString());
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
    return bodies;
  }

  private static Map<String, Long> states(Chat chat) {
    return grouped(
        chat,
        "SELECT status, count(*) AS n FROM conversation WHERE channel_id = $1 GROUP BY status");
  }

  private static Map<String, Long> counts(Chat chat) {
    return grouped(
        chat,
        """
        SELECT status, sum(delta)::bigint AS n FROM conversation_status_count
        WHERE channel_id = $1 GROUP BY status HAVING sum(delta) <> 0""");
  }

  private static Map<String, Long> grouped(Chat chat, String statement) {
    Map<String, Long> numbers = new TreeMap<>();
    chat.sql(statement, chat.channel())
        .forEach(row -> numbers.put(row.getString("status"), row.getLong("n")));
    return numbers;
  }

  private static Instant daysBefore(Instant now, int days) {
    return now.minus(Duration.ofDays(days));
  }

  static SampleHistory.Spec spec(Chat chat, long seed, int chats) {
    return new SampleHistory.Spec(
        chat.channel(),
        List.of(new Person("ann", "Ann"), new Person("bob", "Bob"), new Person("cleo", "Cleo")),
        "follower-",
        "Follower ",
        seed,
        chats,
        5);
  }
}
