package io.parley.conversation.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.parley.contracts.event.ChatMode;
import io.parley.conversation.Chat;
import io.parley.conversation.LocalInfrastructure;
import io.parley.localstack.Infrastructure;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The switch of live chat over HTTP, and what Kafka is told of it. */
@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class ChannelChatTest {
  @Inject Pool pool;

  private Chat chat;

  @BeforeEach
  void newChannel() {
    chat = Chat.inNewChannel(pool, ChatMode.ONE_WAY);
  }

  @Test
  void anAdminEnablesAndTheAnswerSaysWhoAndWhen() {
    // When
    Response response = set("boss", "TWO_WAY");

    // Then
    response
        .then()
        .statusCode(200)
        .body("channelId", equalTo(chat.channel()))
        .body("mode", equalTo("TWO_WAY"))
        .body("revision", equalTo(1))
        .body("changedBy", equalTo(Map.of("id", "boss", "name", "Name of boss")))
        .body("changedAt", startsWith("20"));
    assertThat(chat.as("ann").get(chat.path() + "/chat").body().asString())
        .isEqualTo(response.body().asString());
  }

  @Test
  void anAgentWhoIsNoAdminReadsButDoesNotSwitch() {
    // When, Then
    chat.as("ann")
        .get(chat.path() + "/chat")
        .then()
        .statusCode(200)
        .body("mode", equalTo("ONE_WAY"))
        .body("revision", equalTo(0))
        .body("changedBy", equalTo(null));
    chat.as("ann")
        .contentType(ContentType.JSON)
        .body(Map.of("mode", "TWO_WAY"))
        .put(chat.path() + "/chat")
        .then()
        .statusCode(403)
        .body("code", equalTo("forbidden"));
  }

  @Test
  void theSameModeAgainChangesNothingAndTellsNobody() {
    // Given
    set("boss", "TWO_WAY");
    set("boss", "ONE_WAY");

    // When
    Response again = set("other", "ONE_WAY");
    set("boss", "TWO_WAY");

    // Then
    again.then().statusCode(200).body("revision", equalTo(2)).body("changedBy.id", equalTo("boss"));
    assertThat(told(3))
        .extracting(ConsumerRecord::value)
        .satisfiesExactly(
            first -> assertThat(first).contains("\"revision\":1", "\"mode\":\"TWO_WAY\""),
            second -> assertThat(second).contains("\"revision\":2", "\"mode\":\"ONE_WAY\""),
            third -> assertThat(third).contains("\"revision\":3", "\"id\":\"boss\""));
  }

  @Test
  void switchesAtTheSameTimeAreCountedOneByOne() throws Exception {
    // When
    List<Future<Response>> responses = new ArrayList<>();
    try (ExecutorService admins = Executors.newFixedThreadPool(4)) {
      IntStream.range(0, 20)
          .forEach(
              i ->
                  responses.add(
                      admins.submit(() -> set("boss" + i, i % 2 == 0 ? "TWO_WAY" : "ONE_WAY"))));
    }
    List<Long> revisions = new ArrayList<>();
    for (Future<Response> response : responses) {
      response.get().then().statusCode(200);
      revisions.add(response.get().jsonPath().getLong("revision"));
    }

    // Then: each revision was told once, and none is missing
    long last = chat.as("ann").get(chat.path() + "/chat").jsonPath().getLong("revision");
    assertThat(revisions).contains(last).allMatch(revision -> revision <= last);
    assertThat(told(Math.toIntExact(last)))
        .extracting(record -> record.value().replaceAll(".*\"revision\":(\\d+).*", "$1"))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, Math.toIntExact(last)).mapToObj(Integer::toString).toList());
  }

  @Test
  void aChannelOfOthersOrNoneIsNotFound() {
    // Given
    Chat other = Chat.inNewChannel(pool, ChatMode.ONE_WAY);

    // When, Then
    for (String channel : List.of(other.channel(), "none", "demo")) {
      chat.asAdmin("boss").get("/api/channels/" + channel + "/chat").then().statusCode(404);
      chat.asAdmin("boss")
          .contentType(ContentType.JSON)
          .body(Map.of("mode", "TWO_WAY"))
          .put("/api/channels/" + channel + "/chat")
          .then()
          .statusCode(404);
    }
  }

  private Response set(String admin, String mode) {
    return chat.asAdmin(admin)
        .contentType(ContentType.JSON)
        .body(Map.of("mode", mode))
        .put(chat.path() + "/chat");
  }

  /** The first records about this channel, waited for. */
  private List<ConsumerRecord<String, String>> told(int count) {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            Infrastructure.start().bootstrapServers(),
            "group.id",
            UUID.randomUUID().toString(),
            "auto.offset.reset",
            "earliest");
    List<ConsumerRecord<String, String>> told = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of("channel-chat-changed"));
      long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (told.size() < count && System.nanoTime() < deadline) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(
                record -> {
                  if (record.key().equals(chat.channel())) {
                    told.add(record);
                  }
                });
      }
    }
    return told;
  }
}
