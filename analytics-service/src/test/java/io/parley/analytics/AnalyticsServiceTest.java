package io.parley.analytics;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.contracts.event.ConversationOpened;
import io.parley.contracts.json.Json;
import io.parley.localstack.Infrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class AnalyticsServiceTest {
  private static final Infrastructure INFRASTRUCTURE = Infrastructure.start();
  private static final String OPENED = "conversation-opened";
  private static final String RECEIVED =
      "parley_analytics_events_received_total{type=\"conversation-opened.v1\"}";
  private static final String UNREADABLE =
      "parley_analytics_events_unreadable_total{topic=\"conversation-opened\"}";

  @ParameterizedTest
  @ValueSource(strings = {"/api/channels/demo/analytics", "/", "/internal/anything"})
  void nobodyEntersWithoutAToken(String path) {
    // Given no token
    // When
    var response = given().get(path);

    // Then
    response.then().statusCode(401);
  }

  @Test
  void aFollowersTokenIsOfAnIssuerThatIsNotKnownHere() {
    // Given
    String token = INFRASTRUCTURE.token("follower-1");

    // When
    var response = given().auth().oauth2(token).get("/api/channels/demo/analytics");

    // Then
    response.then().statusCode(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "..", "..."})
  void aTokenOfDotsAloneIsRefused(String token) {
    // Given a request that carries it
    // When
    var response = given().auth().oauth2(token).get("/api/channels/demo/analytics");

    // Then
    response.then().statusCode(401);
  }

  @Test
  void anEventIsCountedByItsType() {
    // Given
    double before = metric(RECEIVED);

    // When
    send(opened());

    // Then
    await().untilAsserted(() -> assertThat(metric(RECEIVED)).isEqualTo(before + 1));
  }

  @Test
  void poisonGoesToTheDeadLetterTopicAndTheStreamGoesOn() {
    // Given
    double received = metric(RECEIVED);
    double unreadable = metric(UNREADABLE);
    String key = UUID.randomUUID().toString();
    byte[] megabyte = new byte[1_000_000];

    // When
    send(key, "{not json".getBytes(StandardCharsets.UTF_8));
    send(key, null);
    send(key, megabyte);
    send(key, "null".getBytes(StandardCharsets.UTF_8));
    send(opened());

    // Then
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(metric(RECEIVED)).isEqualTo(received + 1));
    assertThat(metric(UNREADABLE)).isEqualTo(unreadable + 4);
    assertThat(deadLetters(key, 4))
        .extracting(
            letter ->
                new String(
                    letter.headers().lastHeader("dead-letter-reason").value(),
                    StandardCharsets.UTF_8))
        .containsExactly(
            "The body is not an event in JSON",
            "The record has no body",
            "The body has 1000000 bytes, more than 262144",
            "The body is not an event of this topic");
  }

  private static byte[] opened() {
    try {
      return Json.tolerant()
          .writeValueAsBytes(
              new ConversationOpened(
                  UUID.randomUUID().toString(),
                  "demo",
                  "follower-1",
                  1,
                  1,
                  0L,
                  Instant.EPOCH,
                  1,
                  "Follower 1"));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void send(byte[] body) {
    send("key", body);
  }

  private static void send(String key, byte[] body) {
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", INFRASTRUCTURE.bootstrapServers()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      var unused = producer.send(new ProducerRecord<>(OPENED, 0, key, body));
    }
  }

  private static List<ConsumerRecord<String, byte[]>> deadLetters(String key, int count) {
    List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                INFRASTRUCTURE.bootstrapServers(),
                "group.id",
                UUID.randomUUID().toString(),
                "auto.offset.reset",
                "earliest"),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.subscribe(List.of("analytics-service-dead-letter"));
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                for (ConsumerRecord<String, byte[]> letter :
                    consumer.poll(Duration.ofMillis(100))) {
                  if (key.equals(letter.key())) {
                    found.add(letter);
                  }
                }
                return found.size() >= count;
              });
    }
    return found;
  }

  private static double metric(String name) {
    return given()
        .get("/q/metrics")
        .body()
        .asString()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(0);
  }
}
