package io.parley.conversation.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writing, taking over and finishing over HTTP. */
@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class MessageResourceTest {
  private static final String NOWHERE = "00000000-0000-4000-8000-000000000000";

  @Inject Pool pool;

  private Chat chat;
  private String conversation;

  @BeforeEach
  void aFollowerHasWritten() {
    chat = Chat.inNewChannel(pool, ChatMode.TWO_WAY);
    conversation = chat.writes("f1", "Hello?");
  }

  @Test
  void theFirstAnswerTakesTheConversation() {
    // When
    Response response = chat.send("ann", conversation, "m1", "Hello!");

    // Then
    response
        .then()
        .statusCode(200)
        .body("clientMessageId", equalTo("m1"))
        .body("conversationId", equalTo(conversation))
        .body("seq", equalTo(4))
        .body("sentAt", startsWith("20"));
    get().body("status", equalTo("ACTIVE")).body("owner.id", equalTo("ann"));
  }

  @Test
  void aRetryIsAnsweredAsTheFirstTryWas() {
    // Given
    Response first = chat.send("ann", conversation, "m1", "Hello!");

    // When
    Response again = chat.send("ann", conversation, "m1", "Hello!");
    Response other = chat.send("ann", conversation, "m1", "Something else");

    // Then
    assertThat(again.body().asString()).isEqualTo(first.body().asString());
    other.then().statusCode(409).body("code", equalTo("message-id-reused"));
    get().body("lastSeq", equalTo(4));
  }

  @Test
  void anotherAgentIsToldTheOwnerAndCanTakeOverConfirmed() {
    // Given
    chat.send("ann", conversation, "m1", "Hello!");

    // When
    Response unconfirmed = chat.send("bob", conversation, "m1", "Me too");
    Response stale = takeOver("bob", "carl");
    Response confirmed = takeOver("bob", "ann");

    // Then
    for (Response refused : List.of(unconfirmed, stale)) {
      refused
          .then()
          .statusCode(409)
          .contentType("application/problem+json")
          .body("code", equalTo("conversation-owned"))
          .body("owner", equalTo(Map.of("id", "ann", "name", "Name of ann")));
    }
    confirmed.then().statusCode(200).body("seq", equalTo(6));
    get().body("owner.id", equalTo("bob"));
  }

  @Test
  void twoAgentsAtTheSameInstantGetOneOwner() {
    // Given
    List<String> conversations =
        IntStream.range(0, 20).mapToObj(i -> chat.writes("race-" + i, "Hi")).toList();

    // When
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      for (String one : conversations) {
        var ann =
            CompletableFuture.supplyAsync(() -> chat.send("ann", one, "m", "I").statusCode(), both);
        var bob =
            CompletableFuture.supplyAsync(() -> chat.send("bob", one, "m", "I").statusCode(), both);

        // Then
        assertThat(List.of(ann.join(), bob.join())).containsExactlyInAnyOrder(200, 409);
      }
    }
  }

  @Test
  void finishingShowsByWhomAndOnlyOnce() {
    // Given
    chat.finish("ann", conversation)
        .then()
        .statusCode(409)
        .body("code", equalTo("conversation-not-active"));
    chat.send("ann", conversation, "m1", "Hello!");

    // When
    Response byStranger = chat.finish("bob", conversation);
    Response byOwner = chat.finish("ann", conversation);
    Response again = chat.finish("ann", conversation);

    // Then
    byStranger.then().statusCode(409).body("code", equalTo("conversation-owned"));
    byOwner
        .then()
        .statusCode(200)
        .body("status", equalTo("FINISHED"))
        .body("owner", equalTo(null))
        .body("finishedBy", equalTo(Map.of("id", "ann", "name", "Name of ann")))
        .body("finishedAt", startsWith("20"))
        .body("marks", empty());
    again.then().statusCode(409).body("code", equalTo("conversation-not-active"));
  }

  @Test
  void anotherAgentFinishesWithTakeOver() {
    // Given
    chat.send("ann", conversation, "m1", "Hello!");

    // When
    Response response =
        chat.as("bob")
            .contentType(ContentType.JSON)
            .body(Map.of("takeOverFrom", "ann"))
            .post("/api/conversations/" + conversation + "/finish");

    // Then
    response.then().statusCode(200).body("finishedBy.id", equalTo("bob"));
  }

  @Test
  void finishNeedsNoBody() throws Exception {
    // Given
    chat.send("ann", conversation, "m1", "Hello!");

    // When
    Response response =
        chat.as("ann")
            .contentType(ContentType.JSON)
            .post("/api/conversations/" + conversation + "/finish");

    // Then
    response.then().statusCode(200).body("status", equalTo("FINISHED"));
  }

  @Test
  void theLogIsReadInBothDirections() {
    // Given: seq 1 opened, 2 message, 3 taken, 4 to 10 messages
    IntStream.rangeClosed(1, 7).forEach(i -> chat.send("ann", conversation, "m" + i, "No " + i));

    // When, Then
    events("limit=3").body("events.seq", contains(8, 9, 10)).body("lastSeq", equalTo(10));
    events("after=0&limit=3").body("events.seq", contains(1, 2, 3));
    events("after=8").body("events.seq", contains(9, 10));
    events("after=10").body("events", empty()).body("lastSeq", equalTo(10));
    events("after=99999999999999999999").body("events", empty());
    events("before=4&limit=2").body("events.seq", contains(2, 3));
    events("before=1").body("events", empty());
    events("before=0").body("events", empty());
    events("before=99999999999999999999&limit=1").body("events.seq", contains(10));
    events("limit=1000").body("events", hasSize(10));
    events("after=0&limit=2")
        .body("events[0].event", equalTo("conversation-opened"))
        .body("events[1].event", equalTo("message-sent"))
        .body("events[1].text", equalTo("Hello?"))
        .body("events[1].sender.id", equalTo("f1"));
  }

  @Test
  void textRoundTripsUnchanged() {
    // Given
    String text = "<b>5 > 3</b> \"q\" \\ \n👩‍👩‍👧‍👦 \u202e é \uFFFF";

    // When
    chat.send("ann", conversation, "m1", text).then().statusCode(200);

    // Then
    events("after=3").body("events[0].text", equalTo(text));
    get().body("lastMessage.text", equalTo(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "after=-1",
        "before=-1",
        "after=x",
        "before=x",
        "after=1&before=2",
        "limit=0",
        "after=%00",
        "after=1.5"
      })
  void aPageThatMeansNothingIsRefused(String query) {
    // When
    Response response =
        chat.as("ann")
            .urlEncodingEnabled(false)
            .get("/api/conversations/" + conversation + "/events?" + query);

    // Then
    response.then().statusCode(400).body("code", equalTo("malformed-request"));
  }

  @Test
  void whatIsNotOursIsNotFoundWhateverIsDone() {
    // Given
    Chat other = Chat.inNewChannel(pool, ChatMode.TWO_WAY);

    for (String id :
        List.of(
            conversation,
            NOWHERE,
            "x",
            "%00",
            "1-1-1-1-1",
            conversation.toUpperCase(java.util.Locale.ROOT))) {
      // When
      List<Response> responses =
          List.of(
              other.as("eve").urlEncodingEnabled(false).get("/api/conversations/" + id),
              other.as("eve").urlEncodingEnabled(false).get("/api/conversations/" + id + "/events"),
              other.send("eve", id, "m1", "Hi"),
              other.finish("eve", id));

      // Then: one answer for all, so that nobody learns what exists
      assertThat(responses.stream().map(Response::statusCode)).containsOnly(404);
      assertThat(responses.stream().map(r -> r.body().asString()).distinct()).hasSize(1);
    }
  }

  @Test
  void aQuietThreadStaysQuietWhenOnlyTheChannelWrites() {
    // Given
    chat.arrives("f2", "Quiet");
    String quiet =
        chat.as("ann").put(chat.path() + "/followers/f2/conversation").then().extract().path("id");

    // When
    chat.send("ann", quiet, "m1", "News").then().statusCode(200).body("seq", equalTo(1));

    // Then
    chat.as("ann")
        .get("/api/conversations/" + quiet)
        .then()
        .body("status", equalTo("QUIET"))
        .body("owner", equalTo(null));
  }

  private Response takeOver(String agent, String from) {
    return chat.as(agent)
        .contentType(ContentType.JSON)
        .body(Map.of("clientMessageId", "over", "text", "I take it", "takeOverFrom", from))
        .post("/api/conversations/" + conversation + "/messages");
  }

  private io.restassured.response.ValidatableResponse get() {
    return chat.as("ann").get("/api/conversations/" + conversation).then().statusCode(200);
  }

  private io.restassured.response.ValidatableResponse events(String query) {
    return chat.as("ann")
        .get("/api/conversations/" + conversation + "/events?" + query)
        .then()
        .statusCode(200);
  }
}
