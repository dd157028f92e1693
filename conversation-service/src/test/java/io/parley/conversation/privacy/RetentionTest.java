package io.parley.conversation.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.parley.contracts.event.ChatMode;
import io.parley.conversation.Chat;
import io.parley.conversation.LocalInfrastructure;
import io.parley.localstack.process.Await;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class RetentionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Inject Pool pool;
  @Inject RetentionRounds rounds;

  private Chat chat;

  @BeforeEach
  void newChannel() {
    chat = Chat.inNewChannel(pool, ChatMode.TWO_WAY);
  }

  private Response keep(String body) {
    return chat.asAdmin("boss")
        .contentType(ContentType.JSON)
        .body(body)
        .put(chat.path() + "/retention");
  }

  private String quietSince(String follower, int days) {
    String conversation = chat.writes(follower, "Long ago " + follower);
    chat.sql(
        "UPDATE conversation SET last_activity_at = now() - make_interval(days => $2)"
            + " WHERE id = $1::text::uuid",
        conversation,
        days);
    return conversation;
  }

  private String status(String conversation) {
    return chat.as("ann").get("/api/conversations/" + conversation).jsonPath().getString("status");
  }

  @Test
  void whatWasQuietForLongerIsErasedAndItsFollowerStays() {
    // Given
    String old = quietSince("old", 31);
    String young = quietSince("young", 29);
    keep("{\"days\":30}").then().statusCode(200).body("days", equalTo(30));

    // When
    rounds.round().await().atMost(PATIENCE);

    // Then
    assertThat(Await.until(PATIENCE, () -> status(old).equals("ERASED"))).isTrue();
    assertThat(Await.until(PATIENCE, () -> !chat.everythingStored(old).contains("Long ago")))
        .isTrue();
    assertThat(status(young)).isEqualTo("UNANSWERED");
    assertThat(chat.everythingStored(young)).contains("Long ago");
    assertThat(
            chat.as("ann")
                .queryParam("q", "Name of old")
                .get(chat.path() + "/followers")
                .jsonPath()
                .getList("items.id"))
        .hasSize(1);
    assertThat(chat.writes("old", "Me again")).isNotEqualTo(old);
  }

  @Test
  void aChannelKeepsForEverUnlessItSaysOtherwise() {
    // Given
    String old = quietSince("old", 4_000);

    // When
    rounds.round().await().atMost(PATIENCE);

    // Then
    chat.as("ann").get(chat.path() + "/retention").then().body("days", nullValue());
    assertThat(chat.sql("SELECT 1 FROM erasure WHERE channel_id = $1", chat.channel()).size())
        .isZero();
    assertThat(status(old)).isEqualTo("UNANSWERED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"days\":7}", "{\"days\":0}", "{\"days\":-1}", "{\"days\":36501}"})
  void aTimeThatCannotBeKeptIsRefused(String body) {
    // When
    Response response = keep(body);

    // Then
    response.then().statusCode(400).body("code", equalTo("malformed-request"));
  }

  @Test
  void aSettingCanBeTakenBack() {
    // Given
    keep("{\"days\":30}").then().statusCode(200);

    // When
    keep("{\"days\":null}").then().statusCode(200);

    // Then
    chat.as("ann").get(chat.path() + "/retention").then().body("days", nullValue());
  }
}
