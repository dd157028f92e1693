package io.parley.conversation.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contracts.event.ChatMode;
import io.parley.contracts.json.Json;
import io.parley.conversation.Chat;
import io.parley.conversation.KnownAttachments;
import io.parley.conversation.LocalInfrastructure;
import io.parley.localstack.process.Await;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Opened 1, follower 2, taken 3, ann 4, note 5. */
@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class ExportTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Inject Pool pool;
  @Inject ExportRunner runner;

  private Chat chat;

  @BeforeEach
  void annAnswersAFollower() {
    chat = Chat.inNewChannel(pool, ChatMode.TWO_WAY);
    String conversation = chat.writes("f1", "Where is my parcel?");
    chat.send("ann", conversation, "m1", "On its way");
    chat.as("ann")
        .contentType(ContentType.JSON)
        .body(Map.of("clientMessageId", "n1", "text", "Be kind"))
        .post("/api/conversations/" + conversation + "/notes");
    chat.sql(
        "INSERT INTO engagement_record (id, channel_id, follower_id, kind, title, points, at)"
            + " VALUES ($1 || '-r', $1, 'f1', 'POINTS_EARNED', 'Shoes', 12, now())",
        chat.channel());
    chat.writes("f2", "Somebody else");
  }

  private String start() {
    return chat.asAdmin("boss")
        .post(chat.path() + "/followers/f1/export")
        .then()
        .statusCode(202)
        .extract()
        .path("id");
  }

  private String path(String id) {
    return chat.path() + "/exports/" + id;
  }

  private String state(String id) {
    return chat.asAdmin("boss").get(path(id)).jsonPath().getString("state");
  }

  private List<JsonNode> lines(String id) {
    return chat.asAdmin("boss")
        .accept(ContentType.ANY)
        .get(path(id) + "/content")
        .then()
        .statusCode(200)
        .extract()
        .asString()
        .lines()
        .map(ExportTest::json)
        .toList();
  }

  private static JsonNode json(String line) {
    try {
      return Json.tolerant().readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(line, e);
    }
  }

  private static List<JsonNode> ofKind(List<JsonNode> lines, String kind) {
    return lines.stream().filter(line -> line.get("kind").asText().equals(kind)).toList();
  }

  private String done() {
    String id = start();
    assertThat(Await.until(PATIENCE, () -> state(id).equals("DONE"))).isTrue();
    return id;
  }

  @Test
  void theFileHasAllThatThereIsAboutTheFollowerAndNobodyElse() {
    // Given
    String id = done();

    // When
    List<JsonNode> lines = lines(id);

    // Then
    assertThat(lines.getFirst().get("kind").asText()).isEqualTo("export");
    assertThat(lines.getLast().get("kind").asText()).isEqualTo("end");
    assertThat(ofKind(lines, "profile").getFirst().get("name").asText()).isEqualTo("Name of f1");
    assertThat(ofKind(lines, "event"))
        .extracting(line -> line.at("/event/text").asText())
        .containsExactly("", "Where is my parcel?", "", "On its way", "Be kind");
    assertThat(ofKind(lines, "engagement").getFirst().get("title").asText()).isEqualTo("Shoes");
    assertThat(lines.toString()).doesNotContain("Somebody else");
  }

  @Test
  void filesAreInItByteForByte() {
    // Given
    String id = done();

    // When
    List<JsonNode> pieces = ofKind(lines(id), "file-content");

    // Then
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (JsonNode piece : pieces) {
      assertThat(piece.get("offset").asInt()).isEqualTo(content.size());
      content.writeBytes(Base64.getDecoder().decode(piece.get("base64").asText()));
    }
    assertThat(content.toByteArray()).isEqualTo(KnownAttachments.content());
    assertThat(pieces).hasSizeGreaterThan(1);
  }

  @Test
  void whatAnInstanceLeftBehindIsGoneOnWith() {
    // Given
    String id = done();
    int pieces = lines(id).size();
    chat.sql(
        "DELETE FROM follower_export_piece WHERE export_id = $1::text::uuid AND number >= 3", id);

    // When: it is as it was after its third piece
    chat.sql(
        """
        UPDATE follower_export SET step = 'FILES', position = NULL, file_offset = 0, pieces = 3,
          done_at = NULL, expires_at = NULL, not_before = now() WHERE id = $1::text::uuid""",
        id);

    // Then
    assertThat(Await.until(PATIENCE, () -> state(id).equals("DONE"))).isTrue();
    assertThat(lines(id)).hasSize(pieces);
  }

  /** One that knew of one conversation a follower: its place in the log is a seq alone. */
  @Test
  void whatAnEarlierVersionLeftInTheLogIsReadAgain() {
    // Given
    String id = done();
    int events = ofKind(lines(id), "event").size();

    // When
    chat.sql(
        """
        UPDATE follower_export SET step = 'LOG', position = '2', file_offset = 0,
          done_at = NULL, expires_at = NULL, not_before = now() WHERE id = $1::text::uuid""",
        id);

    // Then
    assertThat(Await.until(PATIENCE, () -> state(id).equals("DONE"))).isTrue();
    assertThat(ofKind(lines(id), "event")).hasSize(2 * events);
  }

  @Test
  void aFileExpires() {
    // Given
    String id = done();
    chat.sql(
        "UPDATE follower_export SET expires_at = now() - interval '1 second'"
            + " WHERE id = $1::text::uuid",
        id);

    // When
    runner.forgetExpired().await().atMost(PATIENCE);

    // Then
    chat.asAdmin("boss").get(path(id)).then().statusCode(404).body("code", equalTo("not-found"));
    assertThat(
            chat.sql("SELECT 1 FROM follower_export_piece WHERE export_id = $1::text::uuid", id)
                .size())
        .isZero();
  }

  @Test
  void anExportIsErasedWithItsFollower() {
    // Given
    String id = done();

    // When
    chat.asAdmin("boss").post(chat.path() + "/followers/f1/erasure").then().statusCode(202);

    // Then
    assertThat(Await.until(PATIENCE, () -> chat.asAdmin("boss").get(path(id)).statusCode() == 404))
        .isTrue();
  }
}
