package io.parley.conversation.engagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import io.parley.contracts.event.ChatMode;
import io.parley.conversation.Api;
import io.parley.conversation.Chat;
import io.parley.conversation.LocalInfrastructure;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The catalogue, sending from it and the history over HTTP. */
@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class EngagementResourceTest {
  private final OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);

  @Inject Pool pool;

  private Chat chat;

  @BeforeEach
  void newChannel() {
    chat = Chat.inNewChannel(pool, ChatMode.TWO_WAY);
    chat.arrives("f1", "Zoe");
  }

  @Test
  void onlyWhatCanBeSentNowIsOffered() {
    // Given
    add("always", null, null);
    add("now", now.minusDays(1), now.plusDays(1));
    add("soon", now.plusDays(1), null);
    add("past", null, now.minusDays(1));

    // When
    Response response = chat.as("ann").get(chat.path() + "/followers/f1/available-engagements");

    // Then
    response
        .then()
        .statusCode(200)
        .body("items.id", contains(id("always"), id("now")))
        .body("items[0].kind", equalTo("COUPON"))
        .body("items[0].code", equalTo("SAVE10"))
        .body("items[0].availableUntil", equalTo(null));
  }

  @Test
  void anEngagementIsSentAsAMessageAndCountsAsAnAnswer() {
    // Given
    add("coupon", null, null);
    String conversation = chat.writes("f1", "Hello?");

    // When
    Response response = send(conversation, "m1", id("coupon"));

    // Then
    response.then().statusCode(200).body("seq", equalTo(4));
    chat.as("ann")
        .get("/api/conversations/" + conversation + "/events?after=3")
        .then()
        .body("events[0].engagement.id", equalTo(id("coupon")))
        .body("events[0].engagement.kind", equalTo("COUPON"))
        .body("events[0].engagement.code", equalTo("SAVE10"))
        .body("events[0].text", equalTo(null));
    chat.as("ann")
        .get("/api/conversations/" + conversation)
        .then()
        .body("status", equalTo("ACTIVE"))
        .body("owner.id", equalTo("ann"));
  }

  @Test
  void whatCannotBeSentIsRefusedAndNothingIsStored() {
    // Given
    add("past", null, now.minusDays(1));
    add("soon", now.plusDays(1), null);
    Chat other = Chat.inNewChannel(pool, ChatMode.TWO_WAY);
    String conversation = chat.writes("f1", "Hello?");

    // When, Then
    for (String engagement : List.of(id("past"), id("soon"), "none", "demo-welcome")) {
      send(conversation, "m1", engagement)
          .then()
          .statusCode(409)
          .body("code", equalTo("engagement-not-available"));
    }
    chat.as("ann")
        .get("/api/conversations/" + conversation)
        .then()
        .body("lastSeq", equalTo(2))
        .body("status", equalTo("UNANSWERED"));
    assertThat(other.channel()).isNotEqualTo(chat.channel());
  }

  @Test
  void aRetryAfterTheOfferEndedIsAnsweredAsTheFirstTryWas() {
    // Given
    add("coupon", null, null);
    String conversation = chat.writes("f1", "Hello?");
    Response first = send(conversation, "m1", id("coupon"));
    chat.sql("UPDATE engagement SET available_until = now() WHERE id = $1", id("coupon"));

    // When
    Response again = send(conversation, "m1", id("coupon"));
    Response more = send(conversation, "m2", id("coupon"));

    // Then
    again.then().statusCode(200);
    assertThat(again.body().asString()).isEqualTo(first.body().asString());
    more.then().statusCode(409).body("code", equalTo("engagement-not-available"));
  }

  @Test
  void historyIsPagedNewestFirst() {
    // Given
    IntStream.range(0, 7).forEach(i -> record("f1", i, now.minusHours(i / 2)));
    record("f2", 99, now);

    // When
    List<String> walked = new ArrayList<>();
    String cursor = null;
    do {
      JsonPath page = history(cursor);
      walked.addAll(page.getList("items.title"));
      cursor = page.getString("nextCursor");
    } while (cursor != null);

    // Then: of the same time, the higher id first
    assertThat(walked).containsExactly("No 1", "No 0", "No 3", "No 2", "No 5", "No 4", "No 6");
  }

  @Test
  void aFollowerOfOthersHasNoHistoryHere() {
    // Given
    Chat other = Chat.inNewChannel(pool, ChatMode.TWO_WAY);
    other.arrives("theirs", "Theirs");

    // When, Then
    for (String what : List.of("engagements", "available-engagements")) {
      chat.as("ann").get(chat.path() + "/followers/theirs/" + what).then().statusCode(404);
      other.as("eve").get(chat.path() + "/followers/f1/" + what).then().statusCode(404);
      chat.as("ann").get(chat.path() + "/followers/f1/" + what).then().statusCode(200);
    }
  }

  @Test
  void aLocalStackHasAFewOfEachKind() {
    // Given
    chat.sql(
        "INSERT INTO follower (channel_id, id, name) VALUES ('demo', 'follower-1', 'Follower 1')"
            + " ON CONFLICT DO NOTHING");

    // When
    Response response =
        Api.as("agent-1").get("/api/channels/demo/followers/follower-1/available-engagements");

    // Then
    response
        .then()
        .statusCode(200)
        .body("items.kind", hasItems("MESSAGE", "PROMO", "COUPON", "POINTS"));
  }

  private String id(String name) {
    return name + "-" + chat.channel();
  }

  private void add(String name, OffsetDateTime from, OffsetDateTime until) {
    chat.sql(
        "INSERT INTO engagement (id, channel_id, kind, title, code, available_from,"
            + " available_until) VALUES ($1, $2, 'COUPON', $3, 'SAVE10', $4, $5)",
        id(name),
        chat.channel(),
        name,
        from,
        until);
  }

  private void record(String follower, int number, OffsetDateTime at) {
    chat.sql(
        "INSERT INTO engagement_record (id, channel_id, follower_id, kind, title, points, at)"
            + " VALUES ($1, $2, $3, 'POINTS_EARNED', $4, $5, $6)",
        "%s-%s-%02d".formatted(chat.channel(), follower, number),
        chat.channel(),
        follower,
        "No " + number,
        number,
        at);
  }

  private Response send(String conversation, String messageId, String engagement) {
    Map<String, String> body = new HashMap<>();
    body.put("clientMessageId", messageId);
    body.put("engagementId", engagement);
    return chat.as("ann")
        .contentType(ContentType.JSON)
        .body(body)
        .post("/api/conversations/" + conversation + "/engagements");
  }

  private JsonPath history(String cursor) {
    RequestSpecification request = chat.as("ann").queryParam("limit", 3);
    if (cursor != null) {
      request.queryParam("cursor", cursor);
    }
    return request
        .get(chat.path() + "/followers/f1/engagements")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }
}
