package io.parley.conversation.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.parley.contracts.event.ChatMode;
import io.parley.conversation.Chat;
import io.parley.conversation.LocalInfrastructure;
import io.parley.localstack.process.Await;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Finding conversations by what was said, and who waits longest. */
@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class MessageSearchTest {
  @Inject Pool pool;

  private Chat chat;

  @BeforeEach
  void newChannel() {
    chat = Chat.inNewChannel(pool, ChatMode.TWO_WAY);
  }

  private List<String> find(String q) {
    return chat.as("ann")
        .queryParam("q", q)
        .get(chat.path() + "/conversations")
        .jsonPath()
        .getList("items.id");
  }

  private void awaitFound(String q, String conversation) {
    awaitTrue(() -> find(q).contains(conversation));
  }

  private static void awaitTrue(BooleanSupplier condition) {
    assertThat(Await.until(Duration.ofSeconds(30), condition)).isTrue();
  }

  @Test
  void aMessageIsFoundByItsWordsInWhateverCase() {
    // Given
    String parcel = chat.writes("f1", "Where is my Parcel? See order-77/b, mail me@example.org");
    String other = chat.writes("f2", "Größe passt nicht 🙂");
    awaitFound("parcel", parcel);
    awaitFound("größe", other);

    // When, Then
    assertThat(find("PARCEL")).containsExactly(parcel);
    assertThat(find("parc")).containsExactly(parcel);
    assertThat(find("parcel where")).containsExactly(parcel);
    assertThat(find("order-77/b")).containsExactly(parcel);
    assertThat(find("77")).containsExactly(parcel);
    assertThat(find("me@example.org")).containsExactly(parcel);
    assertThat(find("example")).containsExactly(parcel);
    assertThat(find("GRÖSSE passt")).isEmpty();
    assertThat(find("Größe PASST")).containsExactly(other);
    assertThat(find("parcel größe")).isEmpty();
    assertThat(find("name of")).containsExactly(other, parcel);
    assertThat(find("🙂")).isEmpty();
    assertThat(find("' & ! | ( \\ :*")).isEmpty();
  }

  @Test
  void aNameOrAWordFindsAndFiltersHold() {
    // Given
    String named = chat.writes("zebra", "Hello");
    chat.sql(
        "UPDATE follower SET name = 'Zebra' WHERE channel_id = $1 AND id = 'zebra'",
        chat.channel());
    chat.sql("UPDATE conversation SET follower_name = 'Zebra' WHERE id = $1::text::uuid", named);
    String said = chat.writes("f1", "I saw a zebra");
    awaitFound("saw", said);

    // When
    List<String> all = find("zebra");
    chat.send("ann", said, "m1", "Really?");
    Response active =
        chat.as("ann")
            .queryParam("q", "zebra")
            .queryParam("status", "ACTIVE")
            .get(chat.path() + "/conversations");

    // Then
    assertThat(all).containsExactly(said, named);
    active.then().body("items.id", contains(said));
  }

  @Test
  void anotherChannelsMessagesAreNotFound() {
    // Given
    Chat other = Chat.inNewChannel(pool, ChatMode.TWO_WAY);
    String there = other.writes("f1", "Confidential quokka");
    awaitTrue(
        () ->
            other
                .as("bob")
                .queryParam("q", "quokka")
                .get(other.path() + "/conversations")
                .jsonPath()
                .getList("items.id")
                .contains(there));

    // When, Then
    assertThat(find("quokka")).isEmpty();
  }

  @Test
  void aDeletedMessageIsForgotten() {
    // Given
    String conversation = chat.writes("f1", "Hello");
    chat.send("ann", conversation, "m1", "The password is hippopotamus");
    awaitFound("hippopotamus", conversation);

    // When
    chat.as("ann").delete("/api/conversations/" + conversation + "/messages/4");

    // Then
    awaitTrue(() -> find("hippopotamus").isEmpty());
    assertThat(
            chat.sql(
                    "SELECT 1 FROM message_search WHERE conversation_id = $1::text::uuid AND seq = 4",
                    conversation)
                .size())
        .isZero();
  }

  @Test
  void whatWasMissedLongAgoIsFoundBySweeping() {
    // Given
    String conversation = chat.writes("f1", "An ancient okapi");
    awaitFound("okapi", conversation);
    chat.sql(
        "WITH old AS (UPDATE conversation SET last_activity_at = now() - interval '1 year'"
            + " WHERE id = $1::text::uuid), words AS (DELETE FROM message_search WHERE"
            + " conversation_id = $1::text::uuid) DELETE FROM message_search_progress"
            + " WHERE conversation_id = $1::text::uuid",
        conversation);

    // When, Then
    awaitFound("okapi", conversation);
  }

  @Test
  void frequentWordsAreFoundAlongTheList() {
    // Given more than can be looked up one by one
    String last = chat.writes("f0", "Hello");
    chat.sql(
        "WITH made AS (INSERT INTO conversation (id, channel_id, follower_id, follower_name,"
            + " last_activity_at) SELECT gen_random_uuid(), $1, 'g' || n, 'Guest ' || n,"
            + " now() - interval '1 hour' * n FROM generate_series(1, 700) n RETURNING id)"
            + " INSERT INTO message_search (conversation_id, seq, channel_id, words)"
            + " SELECT id, 1, $1, to_tsvector('simple', 'frequent word') FROM made",
        chat.channel());

    // When
    List<String> walked = new ArrayList<>();
    String cursor = null;
    do {
      var request = chat.as("ann").queryParam("q", "frequent").queryParam("limit", 200);
      Response page =
          (cursor == null ? request : request.queryParam("cursor", cursor))
              .get(chat.path() + "/conversations");
      walked.addAll(page.jsonPath().getList("items.id"));
      cursor = page.jsonPath().getString("nextCursor");
    } while (cursor != null);

    // Then
    assertThat(walked).hasSize(700).doesNotHaveDuplicates().doesNotContain(last);
  }

  @Test
  void whoWaitsLongestComesFirstAmongTheUnanswered() {
    // Given
    String first = chat.writes("f1", "One");
    String second = chat.writes("f2", "Two");
    String third = chat.writes("f3", "Three");
    chat.writes("f1", "Still here");

    // When
    List<String> walked = new ArrayList<>();
    String cursor = null;
    do {
      var request = chat.as("ann").queryParam("status", "UNANSWERED").queryParam("limit", 1);
      Response page =
          (cursor == null ? request : request.queryParam("cursor", cursor))
              .get(chat.path() + "/conversations");
      page.then().body("items", hasSize(1)).body("items[0].readSeq", equalTo(0));
      walked.addAll(page.jsonPath().getList("items.id"));
      cursor = page.jsonPath().getString("nextCursor");
    } while (cursor != null);

    // Then
    assertThat(walked).containsExactly(first, second, third);
  }
}
