package io.parley.conversation.cycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
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

/** The cycles of a conversation. */
@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class CycleResourceTest {
  @Inject Pool pool;

  private Chat chat;

  @BeforeEach
  void newChannel() {
    chat = Chat.inNewChannel(pool, ChatMode.TWO_WAY);
  }

  @Test
  void cyclesAreToldNewestFirstWithTheirOwners() {
    // Given
    String conversation = chat.writes("f1", "One");
    chat.agentArrives("bob");
    chat.send("ann", conversation, "m1", "Answer");
    chat.as("ann")
        .contentType(ContentType.JSON)
        .body(Map.of("to", "bob"))
        .post("/api/conversations/" + conversation + "/transfer");
    chat.finish("bob", conversation);
    chat.writes("f1", "Two");

    // When
    Response response = chat.as("ann").get("/api/conversations/" + conversation + "/cycles");

    // Then
    response
        .then()
        .statusCode(200)
        .body("items.cycle", contains(2, 1))
        .body("items[0].firstSeq", equalTo(7))
        .body("items[0].takenAt", nullValue())
        .body("items[0].finishedAt", nullValue())
        .body("items[0].owners", empty())
        .body("items[1].firstSeq", equalTo(1))
        .body("items[1].takenAt", notNullValue())
        .body("items[1].finishedAt", notNullValue())
        .body("items[1].finishedBy.id", equalTo("bob"))
        .body("items[1].owners.id", contains("ann", "bob"))
        .body("nextCursor", nullValue());
  }

  @Test
  void pagesCoverTheCyclesOnce() {
    // Given
    String conversation = chat.writes("f1", "Hi");
    for (int i = 0; i < 4; i++) {
      chat.send("ann", conversation, "m" + i, "Answer");
      chat.finish("ann", conversation);
      chat.writes("f1", "Again");
    }

    // When
    List<Integer> walked = new ArrayList<>();
    String cursor = null;
    do {
      var request = chat.as("ann").queryParam("limit", 2);
      Response page =
          (cursor == null ? request : request.queryParam("cursor", cursor))
              .get("/api/conversations/" + conversation + "/cycles");
      walked.addAll(page.jsonPath().getList("items.cycle"));
      cursor = page.jsonPath().getString("nextCursor");
    } while (cursor != null);

    // Then
    assertThat(walked).containsExactly(5, 4, 3, 2, 1);
  }

  @Test
  void aQuietConversationHasNone() {
    // Given
    chat.arrives("f1", "Follower");
    String conversation =
        chat.as("ann").put(chat.path() + "/followers/f1/conversation").jsonPath().getString("id");

    // When
    Response response = chat.as("ann").get("/api/conversations/" + conversation + "/cycles");

    // Then
    response.then().statusCode(200).body("items", empty());
    assertThat(response.jsonPath().getMap("")).doesNotContainKey("nextCursor");
  }
}
