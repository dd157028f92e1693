package io.parley.conversation.engagement;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contracts.event.ChatMode;
import io.parley.conversation.Chat;
import io.parley.conversation.LocalInfrastructure;
import io.parley.localstack.Infrastructure;
import io.parley.localstack.process.Await;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the loyalty platform tells, through a real broker. */
@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class EngagementIntakeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String SERVERS = Infrastructure.start().bootstrapServers();

  @Inject Pool pool;

  private Chat chat;

  @BeforeEach
  void newChannel() {
    chat = Chat.inNewChannel(pool, ChatMode.TWO_WAY);
  }

  @Test
  void whatIsToldTwiceIsInTheHistoryOnceAndNewFieldsDoNoHarm() throws Exception {
    // Given
    String record = record("e1", chat.channel(), "\"level\":{\"new\":[1]},");

    // When
    tell(record, record, record("e2", chat.channel(), ""));

    // Then
    List<String> titles = awaitHistory(2);
    assertThat(titles).containsExactly("Title of e2", "Title of e1");
  }

  @Test
  void whatCannotBeReadIsPutAsideWithTheReasonAndTheStreamGoesOn() throws Exception {
    // Given
    String mark = UUID.randomUUID().toString();
    List<String> poison =
        new ArrayList<>(
            List.of(
                "not json " + mark,
                "{\"id\":\"" + mark + "\"}",
                "[\"" + mark + "\"]",
                record(mark, "no-such-channel", ""),
                record(mark + "\\u0000", chat.channel(), ""),
                record(mark, chat.channel(), "").replace("POINTS_EARNED", "UNHEARD_OF"),
                record(mark, chat.channel(), "").replace("2026-", "+999999-"),
                "\"" + mark + "x".repeat(1_048_000 - 38) + "\""));

    // When
    Set<String> origins = new HashSet<>(tell(poison.toArray(String[]::new)));
    origins.addAll(tell((String) null));
    tell(record("after", chat.channel(), ""));

    // Then
    assertThat(awaitHistory(1)).containsExactly("Title of after");
    List<ConsumerRecord<String, byte[]>> letters = awaitDeadLetters(origins);
    assertThat(letters)
        .extracting(ConsumerRecord::key)
        .containsExactlyInAnyOrderElementsOf(origins);
    assertThat(letters)
        .allSatisfy(letter -> assertThat(header(letter, "parley_reason")).isNotBlank())
        .allSatisfy(letter -> assertThat(header(letter, "parley_reason")).doesNotContain(mark))
        .anySatisfy(
            letter -> {
              assertThat(header(letter, "parley_value_bytes")).isEqualTo("1048000");
              assertThat(letter.value()).isEmpty();
            })
        .anySatisfy(
            letter -> assertThat(new String(letter.value(), UTF_8)).isEqualTo("not json " + mark));
  }

  private static String record(String id, String channel, String more) {
    return """
        {%s"id":"%s","channelId":"%s","followerId":"f1","kind":"POINTS_EARNED",\
        "title":"Title of %s","points":5,"at":"2026-01-01T00:00:00Z"}"""
        .formatted(more, id, channel, id);
  }

  /** Returns the places where the records are. */
  private static List<String> tell(String... records) throws Exception {
    List<String> places = new ArrayList<>();
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", SERVERS, "max.request.size", 2_000_000),
            new StringSerializer(),
            new ByteArraySerializer())) {
      for (String record : records) {
        byte[] value = record == null ? null : record.getBytes(UTF_8);
        RecordMetadata place =
            producer
                .send(new ProducerRecord<>("engagement-recorded", "f1", value))
                .get(10, TimeUnit.SECONDS);
        places.add(place.topic() + "-" + place.partition() + "-" + place.offset());
      }
    }
    return places;
  }

  private static String header(ConsumerRecord<String, byte[]> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), UTF_8);
  }

  private List<String> awaitHistory(int count) {
    Await.until(PATIENCE, () -> history().size() >= count);
    return history();
  }

  private List<String> history() {
    return chat.as("ann")
        .get(chat.path() + "/followers/f1/engagements")
        .jsonPath()
        .getList("items.title", String.class);
  }

  private static List<ConsumerRecord<String, byte[]>> awaitDeadLetters(Set<String> origins) {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            SERVERS,
            "group.id",
            UUID.randomUUID().toString(),
            "auto.offset.reset",
            "earliest");
    List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of("conversation-service-dead-letter"));
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (found.size() < origins.size() && System.nanoTime() < deadline) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(
                letter -> {
                  if (origins.contains(letter.key())) {
                    found.add(letter);
                  }
                });
      }
    }
    return found;
  }
}
