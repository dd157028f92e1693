package io.parley.conversation.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.parley.contracts.event.ChatMode;
import io.parley.conversation.Chat;
import io.parley.conversation.LocalInfrastructure;
import io.parley.conversation.audit.AuditAction;
import io.parley.conversation.audit.AuditEntry;
import io.parley.conversation.audit.AuditLog;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is recorded, who may read it, and that nobody changes it. */
@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class AuditTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Inject Pool pool;

  private Chat chat;

  @BeforeEach
  void newChannel() {
    chat = Chat.inNewChannel(pool, ChatMode.ONE_WAY);
  }

  @Test
  void theSwitchOfTheChatIsRecordedWithWhoAndWhen() {
    // Given
    put("boss", "/chat", Map.of("mode", "TWO_WAY")).then().statusCode(200);
    put("boss", "/chat", Map.of("mode", "TWO_WAY")).then().statusCode(200);
    String at = put("chief", "/chat", Map.of("mode", "ONE_WAY")).jsonPath().getString("changedAt");

    // When
    ValidatableResponse audit = audit("");

    // Then: once for each change, and never for what changed nothing
    audit
        .body("items.action", contains("CHAT_DISABLED", "CHAT_ENABLED"))
        .body("items.subject", contains(chat.channel(), chat.channel()))
        .body("items.by.id", contains("chief", "boss"))
        .body("items.by.name", contains("Name of chief", "Name of boss"))
        .body("items.by.role", contains("AGENT", "AGENT"))
        .body("items.details.revision", contains("2", "1"))
        .body("nextCursor", nullValue());
    assertThat(audit.extract().jsonPath().getString("items[0].at")).isGreaterThanOrEqualTo(at);
  }

  @Test
  void whatChangesHandsOrGoesIsRecordedAndEverydaysWorkIsNot() {
    // Given: opened 1, follower 2, taken 3, ann 4
    put("boss", "/chat", Map.of("mode", "TWO_WAY"));
    String conversation = chat.writes("f1", "My card is 1234");
    chat.send("ann", conversation, "m1", "Never tell me that").then().statusCode(200);
    String path = "/api/conversations/" + conversation;
    post("bob", path + "/messages", Map.of("clientMessageId", "m2", "text", "Let me see"))
        .then()
        .statusCode(409);
    post(
            "bob",
            path + "/messages",
            Map.of("clientMessageId", "m2", "text", "Let me see", "takeOverFrom", "ann"))
        .then()
        .statusCode(200);
    post("bob", path + "/notes", Map.of("clientMessageId", "n1", "text", "A regular"))
        .then()
        .statusCode(200);
    chat.asAdmin("boss").delete(path + "/messages/2").then().statusCode(204);
    chat.asAdmin("boss").delete(path + "/messages/2").then().statusCode(204);
    chat.agentArrives("ann");
    post("bob", path + "/transfer", Map.of("to", "ann")).then().statusCode(200);
    post("bob", path + "/finish", Map.of("takeOverFrom", "ann")).then().statusCode(200);

    // When
    ValidatableResponse audit = audit("");

    // Then
    audit
        .body(
            "items.action",
            contains(
                "CONVERSATION_TAKEN_OVER",
                "CONVERSATION_TRANSFERRED",
                "MESSAGE_DELETED",
                "CONVERSATION_TAKEN_OVER",
                "CHAT_ENABLED"))
        .body("items[0..3].subject", everyItem(equalTo(conversation)))
        .body("items.by.id", contains("bob", "bob", "boss", "bob", "boss"))
        .body("items[0].details", equalTo(Map.of("seq", "10", "from", "ann")))
        .body("items[1].details", equalTo(Map.of("seq", "9", "from", "bob", "to", "ann")))
        .body("items[2].details", equalTo(Map.of("seq", "2")))
        .body("items[3].details", equalTo(Map.of("seq", "5", "from", "ann")));
    assertThat(audit.extract().body().asString()).doesNotContain("1234", "Name of f1", "regular");
  }

  @Test
  void whoMayComeInIsRecorded() {
    // Given
    put("boss", "/visitors", Map.of("allowed", true)).then().statusCode(200);
    put("boss", "/visitors", Map.of("allowed", true)).then().statusCode(200);
    put("chief", "/visitors", Map.of("allowed", false)).then().statusCode(200);

    // When
    ValidatableResponse audit = audit("");

    // Then: once for each change
    audit
        .body("items.action", contains("VISITORS_REFUSED", "VISITORS_ALLOWED"))
        .body("items.subject", contains(chat.channel(), chat.channel()))
        .body("items.by.id", contains("chief", "boss"));
  }

  @Test
  void whatFollowersAreOfferedAndToldIsRecorded() {
    // Given
    put("boss", "", Map.of("name", "Shop")).then().statusCode(200);
    Map<String, String> promo = Map.of("id", "p1", "kind", "PROMO", "title", "Spring");
    put("boss", "/engagements", Map.of("items", List.of(promo))).then().statusCode(200);
    put("boss", "/engagements/p2", Map.of("kind", "PROMO", "title", "Summer"))
        .then()
        .statusCode(200);
    chat.asAdmin("boss").delete(chat.path() + "/engagements/p2").then().statusCode(204);
    chat.asAdmin("boss").delete(chat.path() + "/engagements/p2").then().statusCode(404);
    Map<String, String> reply = Map.of("shortcut", "hi", "text", "Hello!");
    String id =
        post("boss", chat.path() + "/canned-replies", reply).then().extract().jsonPath().get("id");
    post("boss", chat.path() + "/canned-replies", reply).then().statusCode(409);
    put("boss", "/canned-replies/" + id, reply).then().statusCode(200);
    chat.asAdmin("boss").delete(chat.path() + "/canned-replies/" + id).then().statusCode(204);

    // When
    ValidatableResponse audit = audit("");

    // Then
    audit
        .body(
            "items.action",
            contains(
                "CANNED_REPLY_REMOVED",
                "CANNED_REPLY_SAVED",
                "CANNED_REPLY_SAVED",
                "ENGAGEMENT_REMOVED",
                "ENGAGEMENT_SAVED",
                "CATALOGUE_LOADED",
                "CHANNEL_DESCRIBED"))
        .body("items.subject", contains(id, id, id, "p2", "p2", chat.channel(), chat.channel()))
        .body("items[5].details", equalTo(Map.of("engagements", "1")));
  }

  @Test
  void pagesFollowOneAnotherWithoutAHole() {
    // Given
    for (int i = 0; i < 7; i++) {
      put("boss", "/chat", Map.of("mode", i % 2 == 0 ? "TWO_WAY" : "ONE_WAY"));
    }
    ValidatableResponse first = audit("?limit=3");
    String cursor = first.extract().jsonPath().get("nextCursor");
    put("boss", "/chat", Map.of("mode", "ONE_WAY"));

    // When
    ValidatableResponse second = audit("?limit=3&cursor=" + cursor);
    ValidatableResponse third =
        audit("?limit=3&cursor=" + second.extract().jsonPath().get("nextCursor"));

    // Then
    first.body("items.details.revision", contains("7", "6", "5"));
    second.body("items.details.revision", contains("4", "3", "2"));
    third.body("items.details.revision", contains("1")).body("nextCursor", nullValue());
  }

  @Test
  void onlyItsAdminsReadIt() {
    // Given
    Chat other = Chat.inNewChannel(pool, ChatMode.ONE_WAY);
    put("boss", "/chat", Map.of("mode", "TWO_WAY"));
    String cursor = audit("?limit=1").extract().path("nextCursor");

    // When, Then
    assertThat(cursor).isNull();
    audit("").body("items", hasSize(1));
    chat.as("ann").get(chat.path() + "/audit").then().statusCode(403);
    other.asAdmin("boss").get(chat.path() + "/audit").then().statusCode(404);
    chat.asAdmin("boss")
        .get(chat.path() + "/audit?cursor=tampered")
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid-cursor"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE audit_entry SET actor_id = 'somebody else'",
        "UPDATE audit_entry SET at = at WHERE channel_id = 'no such channel'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry"
      })
  void nothingOfItCanBeChangedOrRemoved(String statement) {
    // Given
    put("boss", "/chat", Map.of("mode", "TWO_WAY"));

    // When, Then
    assertThatThrownBy(() -> chat.sql(statement))
        .isInstanceOfSatisfying(
            PgException.class, refused -> assertThat(refused.getSqlState()).isEqualTo("42501"))
        .hasMessageContaining("audit_entry takes new rows only");
    audit("").body("items.by.id", contains("boss"));
  }

  @Test
  void whatIsRolledBackIsNotRecorded() {
    // Given
    AuditEntry entry =
        AuditEntry.ofSystem(
            chat.channel(), AuditAction.RETENTION_CHANGED, chat.channel(), Map.of("days", "30"));

    // When
    assertThatThrownBy(
            () ->
                pool.withTransaction(
                        transaction ->
                            AuditLog.record(transaction, entry)
                                .invoke(
                                    () -> {
                                      throw new IllegalStateException("Something else failed");
                                    }))
                    .await()
                    .atMost(PATIENCE))
        .hasMessage("Something else failed");
    AuditLog.record(pool, entry).await().atMost(PATIENCE);

    // Then
    audit("")
        .body("items", hasSize(1))
        .body("items[0].by", equalTo(Map.of("role", "SYSTEM", "id", "parley", "name", "Parley")));
  }

  @Test
  void theActionsAreThoseOfTheDocumentation() throws IOException {
    // Given
    List<String> expected =
        Arrays.stream(AuditAction.values()).map(action -> "`" + action + "`").toList();

    // When
    List<String> documented =
        Files.readString(Path.of("../docs/reference.md"))
            .lines()
            .dropWhile(line -> !line.startsWith("| audited |"))
            .takeWhile(line -> line.startsWith("|"))
            .skip(2)
            .map(row -> row.split("\\|", -1)[1].strip())
            .toList();

    // Then
    assertThat(documented).isEqualTo(expected);
  }

  private ValidatableResponse audit(String query) {
    return chat.asAdmin("boss").get(chat.path() + "/audit" + query).then().statusCode(200);
  }

  private Response put(String admin, String path, Object body) {
    return chat.asAdmin(admin).contentType(ContentType.JSON).body(body).put(chat.path() + path);
  }

  private Response post(String admin, String path, Object body) {
    return chat.asAdmin(admin).contentType(ContentType.JSON).body(body).post(path);
  }
}
