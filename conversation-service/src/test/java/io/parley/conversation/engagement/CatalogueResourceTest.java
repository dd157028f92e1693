package io.parley.conversation.engagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.parley.contracts.event.ChatMode;
import io.parley.conversation.Chat;
import io.parley.conversation.LocalInfrastructure;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Editing the catalogue, loading it, and what can be had only once. */
@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class CatalogueResourceTest {
  @Inject Pool pool;

  private Chat chat;

  @BeforeEach
  void newChannel() {
    chat = Chat.inNewChannel(pool, ChatMode.TWO_WAY);
  }

  private Response put(String id, Object body) {
    return chat.asAdmin("boss")
        .contentType(ContentType.JSON)
        .body(body)
        .put(chat.path() + "/engagements" + (id.isEmpty() ? "" : "/" + id));
  }

  private List<String> ids() {
    return chat.as("ann").get(chat.path() + "/engagements").jsonPath().getList("items.id");
  }

  private Response send(String agent, String conversation, String messageId, String engagement) {
    return chat.as(agent)
        .contentType(ContentType.JSON)
        .body(Map.of("clientMessageId", messageId, "engagementId", engagement))
        .post("/api/conversations/" + conversation + "/engagements");
  }

  @Test
  void anEngagementIsAddedReplacedAndDeleted() {
    // When
    Response added = put("hi", Map.of("kind", "MESSAGE", "title", "Hi"));
    Response replaced =
        put("hi", Map.of("kind", "COUPON", "title", "10 %", "code", "TEN", "description", "Off"));
    Response shown = chat.as("ann").get(chat.path() + "/engagements");
    Response deleted = chat.asAdmin("boss").delete(chat.path() + "/engagements/hi");
    Response deletedAgain = chat.asAdmin("boss").delete(chat.path() + "/engagements/hi");

    // Then
    added.then().statusCode(200).body("id", equalTo("hi"));
    replaced.then().statusCode(200);
    shown
        .then()
        .body("items", hasSize(1))
        .body("items[0].kind", equalTo("COUPON"))
        .body("items[0].code", equalTo("TEN"))
        .body("items[0].description", equalTo("Off"))
        .body("items[0].points", nullValue())
        .body("items[0].oncePerFollower", equalTo(false));
    deleted.then().statusCode(204);
    deletedAgain.then().statusCode(404);
    assertThat(ids()).isEmpty();
  }

  @Test
  void aLoadReplacesEverythingOrNothing() {
    // Given
    put("old", Map.of("kind", "MESSAGE", "title", "Old"));
    Chat other = Chat.inNewChannel(pool, ChatMode.TWO_WAY);
    Map<String, Object> one = Map.of("id", "one", "kind", "MESSAGE", "title", "One");
    Map<String, Object> two = Map.of("id", "two", "kind", "POINTS", "title", "Two", "points", 5);
    Map<String, Object> bad = Map.of("id", "bad", "kind", "POINTS", "title", "No points");

    // When
    Response refused = put("", Map.of("items", List.of(one, bad)));
    List<String> afterRefusal = ids();
    Response twice = put("", Map.of("items", List.of(one, one)));
    Response loaded = put("", Map.of("items", List.of(one, two)));
    List<String> afterLoad = ids();
    Response there =
        other
            .asAdmin("boss")
            .contentType(ContentType.JSON)
            .body(Map.of("items", List.of(one)))
            .put(other.path() + "/engagements");

    // Then
    refused
        .then()
        .statusCode(400)
        .body("detail", equalTo("Engagement bad: points belong to POINTS, and only there."));
    assertThat(afterRefusal).containsExactly("old");
    twice.then().statusCode(400);
    loaded.then().statusCode(200).body("engagements", equalTo(2));
    assertThat(afterLoad).containsExactly("one", "two");
    there.then().statusCode(200);
    assertThat(ids()).containsExactly("one", "two");
  }

  @Test
  void pagesCoverTheCatalogueOnce() {
    // Given
    List<Map<String, Object>> items = new ArrayList<>();
    for (int i = 10; i < 33; i++) {
      items.add(Map.of("id", "e" + i, "kind", "MESSAGE", "title", "T"));
    }
    put("", Map.of("items", items));

    // When
    List<String> walked = new ArrayList<>();
    String cursor = null;
    do {
      var request = chat.as("ann").queryParam("limit", 5);
      Response page =
          (cursor == null ? request : request.queryParam("cursor", cursor))
              .get(chat.path() + "/engagements");
      walked.addAll(page.jsonPath().getList("items.id"));
      cursor = page.jsonPath().getString("nextCursor");
    } while (cursor != null);

    // Then
    assertThat(walked).hasSize(23).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void badEngagementsAreRefused() {
    // When
    List<Response> refused =
        List.of(
            put("a", "{}"),
            put("a b", Map.of("kind", "MESSAGE", "title", "T")),
            put("a", Map.of("id", "b", "kind", "MESSAGE", "title", "T")),
            put("a", Map.of("kind", "GIFT", "title", "T")),
            put("a", Map.of("kind", "MESSAGE", "title", " ")),
            put("a", Map.of("kind", "MESSAGE", "title", "T".repeat(201))),
            put("a", Map.of("kind", "MESSAGE", "title", "T", "code", "C")),
            put("a", Map.of("kind", "COUPON", "title", "T")),
            put("a", Map.of("kind", "POINTS", "title", "T", "points", 0)),
            put(
                "a",
                Map.of(
                    "kind",
                    "MESSAGE",
                    "title",
                    "T",
                    "availableFrom",
                    "2026-02-01T00:00:00Z",
                    "availableUntil",
                    "2026-01-01T00:00:00Z")),
            put("", "{\"items\":[null]}"),
            put("", "{\"items\":7}"),
            put("", "{}"));

    // Then
    assertThat(refused).extracting(Response::statusCode).containsOnly(400);
    assertThat(ids()).isEmpty();
  }

  @Test
  void whatIsGivenOnceIsNotOfferedAndNotGivenAgain() {
    // Given
    put("gift", Map.of("kind", "MESSAGE", "title", "Gift", "oncePerFollower", true));
    String conversation = chat.writes("f1", "Hello?");
    String other = chat.writes("f2", "Hello?");
    String available = chat.path() + "/followers/f1/available-engagements";
    List<String> before = chat.as("ann").get(available).jsonPath().getList("items.id");
    send("ann", conversation, "taken-by-bob-first", "none");
    chat.send("bob", conversation, "b1", "Mine").then().statusCode(200);

    // When: refused, for bob owns it; then bob; then again; then a retry
    Response refused = send("ann", conversation, "m1", "gift");
    Response first = send("bob", conversation, "m2", "gift");
    Response second = send("bob", conversation, "m3", "gift");
    Response retry = send("bob", conversation, "m2", "gift");
    Response toAnother = send("ann", other, "m4", "gift");

    // Then
    assertThat(before).containsExactly("gift");
    refused.then().statusCode(409).body("code", equalTo("conversation-owned"));
    first.then().statusCode(200);
    second.then().statusCode(409).body("code", equalTo("engagement-not-available"));
    assertThat(retry.body().asString()).isEqualTo(first.body().asString());
    toAnother.then().statusCode(200);
    chat.as("ann").get(available).then().body("items", empty());
  }

  @Test
  void aRetryAfterTheEngagementWasDeletedIsAnsweredAsTheFirstTryWas() {
    // Given
    put("gone", Map.of("kind", "MESSAGE", "title", "Soon gone"));
    String conversation = chat.writes("f1", "Hello?");
    Response first = send("ann", conversation, "m1", "gone");
    chat.asAdmin("boss").delete(chat.path() + "/engagements/gone");

    // When
    Response retry = send("ann", conversation, "m1", "gone");
    Response more = send("ann", conversation, "m2", "gone");

    // Then
    assertThat(retry.body().asString()).isEqualTo(first.body().asString());
    more.then().statusCode(409).body("code", equalTo("engagement-not-available"));
  }
}
