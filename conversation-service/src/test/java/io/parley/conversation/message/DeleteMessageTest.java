package io.parley.conversation.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.parley.contracts.event.ChatMode;
import io.parley.conversation.Chat;
import io.parley.conversation.LocalInfrastructure;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deleting messages: opened 1, follower 2, taken 3, ann 4. */
@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class DeleteMessageTest {
  @Inject Pool pool;

  private Chat chat;
  private String conversation;

  @BeforeEach
  void annAnswersAFollower() {
    chat = Chat.inNewChannel(pool, ChatMode.TWO_WAY);
    conversation = chat.writes("f1", "My card is 1234");
    chat.send("ann", conversation, "m1", "Never tell me that");
  }

  private Response delete(String agent, Object seq) {
    return chat.as(agent).delete("/api/conversations/" + conversation + "/messages/" + seq);
  }

  private ValidatableResponse get(String what) {
    return chat.as("ann").get("/api/conversations/" + conversation + what).then();
  }

  @Test
  void theSenderRemovesTheContentAndThePlaceStays() {
    // When
    Response response = delete("ann", 4);

    // Then
    response.then().statusCode(204);
    get("/events")
        .body("events", hasSize(5))
        .body("events[3].event", equalTo("message-sent"))
        .body("events[3].clientMessageId", equalTo("m1"))
        .body("events[3].text", nullValue())
        .body("events[4].event", equalTo("message-deleted"))
        .body("events[4].deletedSeq", equalTo(4))
        .body("events[4].deletedBy.id", equalTo("ann"))
        .body("events[4].after", equalTo(4));
    get("")
        .body("status", equalTo("ACTIVE"))
        .body("lastMessage.text", equalTo(""))
        .body("lastMessage.deleted", equalTo(true))
        .body("lastMessage.seq", equalTo(4));
    assertThat(chat.everythingStored(conversation)).doesNotContain("Never tell me that");
  }

  @Test
  void aChatAdminRemovesWhatAFollowerWrote() {
    // When
    Response byAgent = delete("ann", 2);
    Response byAdmin =
        chat.asAdmin("boss").delete("/api/conversations/" + conversation + "/messages/2");

    // Then
    byAgent.then().statusCode(403).body("code", equalTo("forbidden"));
    byAdmin.then().statusCode(204);
    get("").body("lastMessage.text", equalTo("Never tell me that"));
    assertThat(chat.everythingStored(conversation)).doesNotContain("1234");
  }

  @Test
  void deletingAgainChangesNothing() {
    // Given
    delete("ann", 4);

    // When
    Response again = delete("ann", 4);

    // Then
    again.then().statusCode(204);
    get("/events").body("events", hasSize(5));
  }

  @Test
  void aRetryOfADeletedMessageIsAnsweredAsTheFirstTryWas() {
    // Given
    delete("ann", 4);

    // When
    Response retry = chat.send("ann", conversation, "m1", "Never tell me that");

    // Then
    retry.then().statusCode(200).body("seq", equalTo(4));
    get("/events").body("events", hasSize(5));
    assertThat(chat.everythingStored(conversation)).doesNotContain("Never tell me that");
  }

  @Test
  void onlyMessagesCanBeDeleted() {
    // When
    List<Response> responses =
        List.of(delete("ann", 1), delete("ann", 3), delete("ann", 99), delete("ann", "x"));

    // Then
    assertThat(responses).extracting(Response::statusCode).containsExactly(404, 404, 404, 400);
    get("/events").body("events", hasSize(4));
  }

  @Test
  void aPreviewOfBeforeThereWereSeqsIsEmptiedToo() {
    // Given
    chat.sql(
        "UPDATE conversation SET last_message = (last_message::jsonb - 'seq')::json"
            + " WHERE id = $1::text::uuid",
        conversation);

    // When
    delete("ann", 4);

    // Then
    get("").body("lastMessage.text", equalTo("")).body("lastMessage.deleted", equalTo(true));
  }
}
