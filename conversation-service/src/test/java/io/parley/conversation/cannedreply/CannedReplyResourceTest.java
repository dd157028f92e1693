package io.parley.conversation.cannedreply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.parley.contracts.event.ChatMode;
import io.parley.conversation.Chat;
import io.parley.conversation.LocalInfrastructure;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Editing and reading canned replies. */
@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class CannedReplyResourceTest {
  @Inject Pool pool;

  private Chat chat;

  @BeforeEach
  void newChannel() {
    chat = Chat.inNewChannel(pool, ChatMode.TWO_WAY);
  }

  private Response add(Object body) {
    return chat.asAdmin("boss")
        .contentType(ContentType.JSON)
        .body(body)
        .post(chat.path() + "/canned-replies");
  }

  private Response list() {
    return chat.as("ann").get(chat.path() + "/canned-replies");
  }

  @Test
  void repliesAreAddedChangedAndDeleted() {
    // Given
    String thanks = add(reply("thanks", "Thank you!")).jsonPath().getString("id");
    String hello = add(reply("Hello", "Good day!")).jsonPath().getString("id");

    // When
    Response changed =
        chat.asAdmin("boss")
            .contentType(ContentType.JSON)
            .body(reply("bye", "Good bye!"))
            .put(chat.path() + "/canned-replies/" + thanks);
    Response deleted = chat.asAdmin("boss").delete(chat.path() + "/canned-replies/" + hello);
    Response deletedAgain = chat.asAdmin("boss").delete(chat.path() + "/canned-replies/" + hello);

    // Then
    changed.then().statusCode(200).body("shortcut", equalTo("bye"));
    deleted.then().statusCode(204);
    deletedAgain.then().statusCode(404);
    list()
        .then()
        .statusCode(200)
        .body("items", hasSize(1))
        .body("items[0].id", equalTo(thanks))
        .body("items[0].text", equalTo("Good bye!"));
  }

  @Test
  void aShortcutIsUniqueInItsChannelWhateverTheCase() {
    // Given
    add(reply("thanks", "Thank you!"));
    String other = add(reply("other", "x")).jsonPath().getString("id");
    Chat elsewhere = Chat.inNewChannel(pool, ChatMode.TWO_WAY);

    // When
    Response added = add(reply("THANKS", "Again"));
    Response changed =
        chat.asAdmin("boss")
            .contentType(ContentType.JSON)
            .body(reply("Thanks", "Again"))
            .put(chat.path() + "/canned-replies/" + other);
    Response there =
        elsewhere
            .asAdmin("boss")
            .contentType(ContentType.JSON)
            .body(reply("thanks", "There"))
            .post(elsewhere.path() + "/canned-replies");

    // Then
    added.then().statusCode(409).body("code", equalTo("already-exists"));
    changed.then().statusCode(409).body("code", equalTo("already-exists"));
    there.then().statusCode(200);
  }

  @Test
  void badOnesAreRefused() {
    // When
    List<Response> refused =
        List.of(
            add("{}"),
            add(reply("a b", "x")),
            add(reply("", "x")),
            add(reply("a".repeat(33), "x")),
            add(reply("a", " ")),
            add(reply("a", "x".repeat(8_001))),
            add("{\"shortcut\":\"a\",\"text\":\"\\u0000\"}"),
            add("{\"shortcut\":\"a\",\"text\":\"x\",\"id\":\"1\"}"));

    // Then
    assertThat(refused).extracting(Response::statusCode).containsOnly(400);
    list().then().body("items", empty());
  }

  @Test
  void aChannelHasSoManyAtMost() {
    // Given
    chat.sql(
        "INSERT INTO canned_reply SELECT gen_random_uuid(), $1, 's' || n, 'x'"
            + " FROM generate_series(1, 500) n",
        chat.channel());

    // When
    Response oneMore = add(reply("more", "x"));

    // Then
    oneMore.then().statusCode(409).body("code", equalTo("limit-reached"));
  }

  private static Map<String, String> reply(String shortcut, String text) {
    return Map.of("shortcut", shortcut, "text", text);
  }
}
