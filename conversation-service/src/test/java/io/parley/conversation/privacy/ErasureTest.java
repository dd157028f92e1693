package io.parley.conversation.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.parley.contracts.command.FileErasure;
import io.parley.contracts.event.ChatMode;
import io.parley.conversation.Chat;
import io.parley.conversation.KnownAttachments;
import io.parley.conversation.LocalInfrastructure;
import io.parley.localstack.process.Await;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Opened 1, follower 2, taken 3, ann 4, note 5. */
@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class ErasureTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Inject Pool pool;

  private final String canary = "canary" + UUID.randomUUID().toString().replace("-", "");
  private final String follower = "follower-" + UUID.randomUUID();
  private final String name = "Name of " + follower;
  private Chat chat;
  private String conversation;

  @BeforeEach
  void annAnswersAFollower() {
    chat = Chat.inNewChannel(pool, ChatMode.TWO_WAY);
    conversation = chat.writes(follower, "My secret is " + canary);
    chat.send("ann", conversation, "m-" + canary, "You said " + canary);
    chat.as("ann")
        .contentType(ContentType.JSON)
        .body(Map.of("clientMessageId", "n-" + canary, "text", "Mind " + canary))
        .post("/api/conversations/" + conversation + "/notes")
        .then()
        .statusCode(200);
  }

  @AfterEach
  void theOthersAnswer() {
    KnownAttachments.figuresAreDone(true);
  }

  private Response erase(String who) {
    return chat.asAdmin("boss").post(chat.path() + "/followers/" + who + "/erasure");
  }

  private JsonPath state(String id) {
    return chat.asAdmin("boss").get(chat.path() + "/erasures/" + id).jsonPath();
  }

  private void erased(String who) {
    String id = erase(who).jsonPath().getString("id");
    awaitState(id, "DONE");
  }

  /** Until nothing but the figures is missing. */
  private void awaitTheFigures(String id) {
    assertThat(
            Await.until(
                PATIENCE,
                () -> {
                  String waitsFor = state(id).getString("waitsFor");
                  return waitsFor != null && waitsFor.contains("figures");
                }))
        .as(() -> state(id).prettify())
        .isTrue();
  }

  private JsonPath awaitState(String id, String state) {
    assertThat(Await.until(PATIENCE, () -> state(id).getString("state").equals(state)))
        .as(() -> state(id).prettify())
        .isTrue();
    return state(id);
  }

  private List<String> found(String q) {
    return chat.as("ann")
        .queryParam("q", q)
        .get(chat.path() + "/conversations")
        .jsonPath()
        .getList("items.id");
  }

  /** Every row of every table of this service, as text. */
  private String everything() {
    StringBuilder all = new StringBuilder();
    for (Row table : chat.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")) {
      chat.sql("SELECT t::text AS row FROM \"" + table.getString(0) + "\" t")
          .forEach(row -> all.append(row.getString(0)).append('\n'));
    }
    return all.toString();
  }

  @Test
  void nothingOfItIsLeftAndTheLogHasAllItsPlaces() {
    // Given
    assertThat(everything()).contains(canary, name);
    assertThat(Await.until(PATIENCE, () -> found(canary).equals(List.of(conversation)))).isTrue();
    String id = erase(follower).then().statusCode(202).extract().path("id");

    // When
    JsonPath done = awaitState(id, "DONE");

    // Then
    assertThat(everything()).doesNotContain(canary, name);
    assertThat(found(canary)).isEmpty();
    assertThat(done.getInt("progress")).isEqualTo(100);
    assertThat(done.getInt("events")).isEqualTo(6);
    assertThat(done.getInt("files")).isEqualTo(2);
    assertThat(done.getMap("confirmed").keySet())
        .extracting(Object::toString)
        .containsExactlyInAnyOrder(
            "conversation-service", "attachment-service", "analytics-service", "kafka");
    JsonPath log = chat.as("ann").get("/api/conversations/" + conversation + "/events").jsonPath();
    assertThat(log.getList("events.seq", Integer.class))
        .isEqualTo(IntStream.rangeClosed(1, 6).boxed().toList());
    assertThat(log.getString("events[5].event")).isEqualTo("conversation-erased");
    assertThat(log.getString("events[5].reason")).isEqualTo("FOLLOWER_ERASED");
    assertThat(log.getString("events[3].sender.id")).isEqualTo("ann");
    chat.as("ann")
        .get("/api/conversations/" + conversation)
        .then()
        .body("status", equalTo("ERASED"))
        .body("follower.name", equalTo(""));
    FileErasure asked =
        KnownAttachments.erasures().stream()
            .filter(each -> each.conversationId().equals(conversation))
            .findFirst()
            .orElseThrow();
    assertThat(asked.followerId()).isEqualTo(follower);
    assertThat(asked.channelId()).isEqualTo(chat.channel());
  }

  @Test
  void whoWritesAgainIsANewFollower() {
    // Given
    erased(follower);

    // When
    String another = chat.writes(follower, "Hello, who are you?");

    // Then
    assertThat(another).isNotEqualTo(conversation);
    assertThat(
            chat.as("ann")
                .get("/api/conversations/" + another + "/events")
                .jsonPath()
                .getList("events.seq", Integer.class))
        .containsExactly(1, 2);
    assertThat(chat.as("ann").get(chat.path() + "/conversations").jsonPath().getList("items.id"))
        .isEqualTo(List.of(another));
  }

  @Test
  void nobodyWritesIntoAnErasedConversation() {
    // Given
    erased(follower);

    // When
    Response response = chat.send("ann", conversation, "m2", "Are you still there?");

    // Then
    response.then().statusCode(409).body("code", equalTo("conversation-erased"));
  }

  /** Every answer in these tests is held against the OpenAPI document, so it names this one. */
  @Test
  void nothingIsDeletedWhileAConversationIsBeingErased() {
    // Given: its log has ended, and is not empty yet
    erased(follower);
    chat.sql(
        """
        UPDATE conversation_event SET body = jsonb_set(body::jsonb, '{text}', '"still here"')::json
        WHERE conversation_id = $1::text::uuid AND seq = 2""",
        conversation);

    // When
    Response response =
        chat.asAdmin("boss").delete("/api/conversations/" + conversation + "/messages/2");

    // Then
    response.then().statusCode(409).body("code", equalTo("conversation-erased"));
  }

  @Test
  void anErasureWaitsForWhoMustConfirmAndIsNotStartedTwice() {
    // Given
    KnownAttachments.figuresAreDone(false);
    String id = erase(follower).jsonPath().getString("id");
    awaitTheFigures(id);
    chat.arrives(follower, name);

    // When
    String again = erase(follower).jsonPath().getString("id");

    // Then
    assertThat(again).isEqualTo(id);
    assertThat(state(id).getString("waitsFor")).contains("figures");
    assertThat(state(id).getMap("confirmed").keySet())
        .extracting(Object::toString)
        .containsExactlyInAnyOrder("conversation-service", "attachment-service");
    KnownAttachments.figuresAreDone(true);
    awaitState(id, "DONE");
  }

  @Test
  void aJobWhoseInstanceDiedIsTakenUpAgain() {
    // Given
    KnownAttachments.figuresAreDone(false);
    String id = erase(follower).jsonPath().getString("id");
    awaitTheFigures(id);

    // When: it is as it was before the log was emptied, and its lease is over
    KnownAttachments.figuresAreDone(true);
    chat.sql(
        "UPDATE erasure SET step = 'LOG', emptied_to = 2, not_before = now() WHERE id = $1::text::uuid",
        id);

    // Then
    awaitState(id, "DONE");
    assertThat(everything()).doesNotContain(canary);
  }
}
