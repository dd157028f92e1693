package io.parley.conversation.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
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
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Notes and transfers over HTTP: what agents see of them, and that followers see nothing. */
@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class PrivateEventsTest {
  @Inject Pool pool;

  private Chat chat;
  private String conversation;

  @BeforeEach
  void annAnswersAFollower() {
    chat = Chat.inNewChannel(pool, ChatMode.TWO_WAY);
    conversation = chat.writes("f1", "Hello?");
    chat.send("ann", conversation, "m1", "Hello!");
    chat.agentArrives("ann");
    chat.agentArrives("bob");
  }

  private Response note(String agent, String messageId, String text) {
    return post(agent, "notes", Map.of("clientMessageId", messageId, "text", text));
  }

  private Response transfer(String agent, Map<String, String> body) {
    return post(agent, "transfer", body);
  }

  private Response post(String agent, String what, Object body) {
    return chat.as(agent)
        .contentType(ContentType.JSON)
        .body(body)
        .post("/api/conversations/" + conversation + "/" + what);
  }

  private ValidatableResponse get(String what) {
    return chat.as("ann").get("/api/conversations/" + conversation + what).then();
  }

  @Test
  void aNoteIsStoredWithoutTakingOrAnswering() {
    // Given
    String waiting = chat.writes("f2", "Anybody?");

    // When
    Response response =
        chat.as("bob")
            .contentType(ContentType.JSON)
            .body(Map.of("clientMessageId", "n1", "text", "A regular"))
            .post("/api/conversations/" + waiting + "/notes");

    // Then
    response.then().statusCode(200).body("seq", equalTo(3)).body("clientMessageId", equalTo("n1"));
    chat.as("ann")
        .get("/api/conversations/" + waiting)
        .then()
        .body("status", equalTo("UNANSWERED"))
        .body("owner", nullValue())
        .body("lastMessage.text", equalTo("Anybody?"))
        .body("lastSeq", equalTo(3));
    chat.as("ann")
        .get("/api/conversations/" + waiting + "/events")
        .then()
        .body("events[2].event", equalTo("note-added"))
        .body("events[2].by.id", equalTo("bob"))
        .body("events[2].text", equalTo("A regular"))
        .body("events[2].after", equalTo(2));
  }

  @Test
  void aRetryOfANoteIsAnsweredAsTheFirstTryWas() {
    // Given
    Response first = note("bob", "n1", "A regular");

    // When
    Response again = note("bob", "n1", "A regular");
    Response other = note("bob", "n1", "Another");
    Response asMessage = chat.send("ann", conversation, "n1", "An id of somebody else's");
    Response asOwnMessage = note("ann", "m1", "Hello!");

    // Then
    assertThat(again.body().asString()).isEqualTo(first.body().asString());
    other.then().statusCode(409).body("code", equalTo("message-id-reused"));
    asMessage.then().statusCode(200);
    asOwnMessage.then().statusCode(409).body("code", equalTo("message-id-reused"));
  }

  @Test
  void aFollowerIsGivenThePublicEventsOnly() {
    // Given
    note("ann", "n1", "secret one");
    transfer("ann", Map.of("to", "bob"));
    chat.send("bob", conversation, "m2", "I go on");
    note("bob", "n2", "secret two");

    // When
    Response replay = chat.replays("f1", conversation, 0);
    Response arrival = chat.arrival("f1");

    // Then
    replay
        .then()
        .body(
            "pages[0].events.event",
            contains(
                "conversation-opened",
                "message-sent",
                "conversation-taken",
                "message-sent",
                "message-sent"))
        .body("pages[0].events.seq", contains(1, 2, 3, 4, 7))
        .body("pages[0].events.after", contains(0, 1, 2, 3, 4))
        .body("pages[0].lastSeq", equalTo(7));
    assertThat(replay.body().asString()).doesNotContain("secret");
    arrival
        .then()
        .body("arrivals[0].conversations[0].lastSeq", equalTo(7))
        .body(
            "arrivals[0].conversations[0].lastActivityAt",
            equalTo(replay.jsonPath().getString("pages[0].events[4].at")));
    get("").body("lastSeq", equalTo(8));
  }

  @Test
  void aPageForAFollowerReachesBeyondManyPrivateEvents() {
    // Given
    for (int i = 0; i < 5; i++) {
      note("ann", "n" + i, "secret");
    }
    chat.send("ann", conversation, "m2", "Still here");

    // When
    Response replay = chat.replays("f1", conversation, 4, 1);

    // Then
    replay
        .then()
        .body("pages[0].events.seq", contains(10))
        .body("pages[0].events.after", contains(4))
        .body("pages[0].lastSeq", equalTo(10));
  }

  @Test
  void theOwnerGivesAConversationAway() {
    // When
    Response response = transfer("ann", Map.of("to", "bob"));

    // Then
    response
        .then()
        .statusCode(200)
        .body("status", equalTo("ACTIVE"))
        .body("owner.id", equalTo("bob"))
        .body("owner.name", equalTo("Name of bob"));
    get("/events")
        .body("events[4].event", equalTo("conversation-transferred"))
        .body("events[4].from.id", equalTo("ann"))
        .body("events[4].to.id", equalTo("bob"))
        .body("events[4].by.id", equalTo("ann"));
  }

  @Test
  void aTransferOfWhatIsAnothersMustBeConfirmed() {
    // When
    Response unconfirmed = transfer("cid", Map.of("to", "bob"));
    Response confirmed = transfer("cid", Map.of("to", "bob", "takeOverFrom", "ann"));
    Response again = transfer("cid", Map.of("to", "bob", "takeOverFrom", "ann"));

    // Then
    unconfirmed
        .then()
        .statusCode(409)
        .body("code", equalTo("conversation-owned"))
        .body("owner.id", equalTo("ann"));
    confirmed.then().statusCode(200).body("owner.id", equalTo("bob"));
    again
        .then()
        .statusCode(409)
        .body("code", equalTo("already-owner"))
        .body("owner.id", equalTo("bob"));
    get("/events").body("events", hasSize(5));
  }

  @Test
  void aTransferToNobodyOfTheChannelIsRefused() {
    // When
    List<Response> refused =
        List.of(
            transfer("ann", Map.of("to", "nobody")),
            transfer("ann", Map.of("to", "f1")),
            transfer("ann", Map.of()),
            transfer("ann", Map.of("to", " ")));

    // Then
    assertThat(refused).extracting(Response::statusCode).containsExactly(422, 422, 400, 400);
    get("").body("owner.id", equalTo("ann"));
  }

  @Test
  void aFinishedConversationCannotBeGivenAway() {
    // Given
    chat.finish("ann", conversation);

    // When
    Response response = transfer("ann", Map.of("to", "bob"));

    // Then
    response.then().statusCode(409).body("code", equalTo("conversation-not-active"));
  }

  @Test
  void anotherChannelsAgentFindsNothing() {
    // Given
    Chat other = Chat.inNewChannel(pool, ChatMode.TWO_WAY);

    // When
    List<Response> responses =
        List.of(
            other
                .as("eve")
                .contentType(ContentType.JSON)
                .body(Map.of("clientMessageId", "n", "text", "x"))
                .post("/api/conversations/" + conversation + "/notes"),
            other
                .as("eve")
                .contentType(ContentType.JSON)
                .body(Map.of("to", "bob"))
                .post("/api/conversations/" + conversation + "/transfer"),
            other.asAdmin("eve").delete("/api/conversations/" + conversation + "/messages/2"),
            other.as("eve").get("/api/conversations/" + conversation + "/cycles"));

    // Then
    assertThat(responses).extracting(Response::statusCode).containsOnly(404);
  }
}
