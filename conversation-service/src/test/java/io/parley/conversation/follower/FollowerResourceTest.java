package io.parley.conversation.follower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.parley.contracts.event.ChatMode;
import io.parley.conversation.Chat;
import io.parley.conversation.LocalInfrastructure;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Finding followers and opening threads over HTTP. */
@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class FollowerResourceTest {
  @Inject Pool pool;

  private Chat chat;

  @BeforeEach
  void newChannel() {
    chat = Chat.inNewChannel(pool, ChatMode.ONE_WAY);
  }

  @Test
  void followersAreFoundByTheStartOfTheirName() {
    // Given
    chat.arrives("1", "Ánna");
    chat.arrives("2", "anna B");
    chat.arrives("3", "Anna a");
    chat.arrives("4", "Johanna");

    // When, Then
    find("anna").body("items.id", contains("3", "2"));
    find("ÁN").body("items.name", contains("Ánna"));
    find("").body("items.id", contains("3", "2", "4", "1"));
    find("a%").body("items", empty());
    find("zoe").body("items", empty());
  }

  @Test
  void pagesCoverAllOnceEvenWhenManyHaveTheSameName() {
    // Given
    for (int i = 10; i < 20; i++) {
      chat.arrives("same-" + i, "Same");
      chat.arrives("own-" + i, "Own " + i);
    }

    // When
    List<String> walked = new ArrayList<>();
    String cursor = null;
    do {
      JsonPath page = page(cursor, 3);
      walked.addAll(page.getList("items.id"));
      cursor = page.getString("nextCursor");
    } while (cursor != null);

    // Then
    List<String> expected = new ArrayList<>();
    for (int i = 10; i < 20; i++) {
      expected.add("own-" + i);
    }
    for (int i = 10; i < 20; i++) {
      expected.add("same-" + i);
    }
    assertThat(walked).isEqualTo(expected);
  }

  @Test
  void openingIsTheSameHoweverOftenAndChangesNothing() {
    // Given
    chat.arrives("f1", "Zoe");

    // When
    Response first = open("f1");
    Response again = open("f1");

    // Then
    first
        .then()
        .statusCode(200)
        .body("status", equalTo("QUIET"))
        .body("cycle", equalTo(0))
        .body("lastSeq", equalTo(0))
        .body("follower.name", equalTo("Zoe"));
    assertThat(again.body().asString()).isEqualTo(first.body().asString());
    find("zoe").body("items[0].conversationId", equalTo(first.path("id")));
  }

  @Test
  void openingAtTheSameTimeGivesOneThread() throws Exception {
    // Given
    chat.arrives("f1", "Zoe");

    // When
    List<Future<Response>> responses = new ArrayList<>();
    try (ExecutorService agents = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 40; i++) {
        responses.add(agents.submit(() -> open("f1")));
      }
    }

    // Then
    Set<String> ids = new HashSet<>();
    for (Future<Response> response : responses) {
      ids.add(response.get().then().statusCode(200).extract().path("id"));
    }
    assertThat(ids).hasSize(1);
    chat.as("ann")
        .get(chat.path() + "/conversations")
        .then()
        .body("counts.QUIET", equalTo(1))
        .body("items.id", contains(ids.iterator().next()));
  }

  @Test
  void whoTheChannelDoesNotKnowIsNotFound() {
    // Given
    Chat other = Chat.inNewChannel(pool, ChatMode.ONE_WAY);
    other.arrives("theirs", "Theirs");

    // When, Then
    for (String follower : List.of("theirs", "nobody", "%00", "%20")) {
      chat.as("ann")
          .urlEncodingEnabled(false)
          .put(chat.path() + "/followers/" + follower + "/conversation")
          .then()
          .statusCode(404);
    }
    other.as("eve").get(chat.path() + "/followers").then().statusCode(404);
    other.as("eve").put(chat.path() + "/followers/f1/conversation").then().statusCode(404);
  }

  @Test
  void aCursorOfAnotherSearchIsRefused() {
    // Given
    chat.arrives("1", "A");
    chat.arrives("2", "B");
    String cursor = page(null, 1).getString("nextCursor");

    // When
    Response response =
        chat.as("ann")
            .queryParam("q", "a")
            .queryParam("cursor", cursor)
            .get(chat.path() + "/followers");

    // Then
    response.then().statusCode(400).body("code", equalTo("invalid-cursor"));
  }

  private Response open(String follower) {
    return chat.as("ann").put(chat.path() + "/followers/" + follower + "/conversation");
  }

  private io.restassured.response.ValidatableResponse find(String q) {
    return chat.as("ann").queryParam("q", q).get(chat.path() + "/followers").then().statusCode(200);
  }

  private JsonPath page(String cursor, int limit) {
    RequestSpecification request = chat.as("ann").queryParam("limit", limit);
    if (cursor != null) {
      request.queryParam("cursor", cursor);
    }
    return request.get(chat.path() + "/followers").then().statusCode(200).extract().jsonPath();
  }
}
