package io.parley.attachment.life;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.attachment.Client;
import io.parley.attachment.KnownConversations;
import io.parley.attachment.LocalInfrastructure;
import io.parley.attachment.Samples;
import io.parley.contracts.command.FileErasure;
import io.parley.contracts.event.AttachmentStored;
import io.parley.contracts.event.MessageDeleted;
import io.parley.contracts.event.Person;
import io.parley.contracts.json.Json;
import io.parley.localstack.Infrastructure;
import io.parley.localstack.process.Await;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class LifeTest {
  private static final byte[] PHOTO = Samples.good("photo.jpg");
  private static final Path STORED = Path.of("target/attachments/stored");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject Sweep sweep;

  @Test
  void whatNoMessageUsedWithinADayIsRemoved() throws Exception {
    // Given
    String old = Client.stored("follower-1", "photo.jpg", PHOTO);
    String young = Client.stored("follower-1", "photo.jpg", PHOTO);
    change(
        "UPDATE attachment SET created_at = now() - interval '25 hours' WHERE id = '" + old + "'");

    // When
    sweep();

    // Then
    assertThat(Client.read("follower-1", old)).isEqualTo(404);
    assertThat(file(old)).doesNotExist();
    assertThat(Client.read("follower-1", young)).isEqualTo(200);
  }

  @Test
  void whatAMessageUsedStays() throws Exception {
    // Given
    String id = Client.stored("follower-1", "photo.jpg", PHOTO);
    Client.claim("follower-1", "m-" + id, id);
    KnownConversations.stored("m-" + id, 7, List.of(id));
    change(
        "UPDATE attachment SET created_at = now() - interval '25 hours' WHERE id = '" + id + "'");

    // When
    sweep();

    // Then
    assertThat(Client.read("agent-1", id)).isEqualTo(200);
  }

  @Test
  void aClaimOfWhichNoMessageCameLapses() throws Exception {
    // Given
    String id = Client.stored("follower-1", "photo.jpg", PHOTO);
    Client.claim("follower-1", "never-stored", id);

    // When
    sweep();

    // Then
    assertThat(Client.read("agent-1", id)).isEqualTo(404);
    assertThat(Client.claim("follower-1", "other-" + id, id).problem()).isNull();
  }

  @Test
  void theFilesOfADeletedMessageAreRemoved() throws Exception {
    // Given
    String id = Client.stored("follower-1", "photo.jpg", PHOTO);
    Client.claim("follower-1", "m-" + id, id);
    KnownConversations.stored("m-" + id, 42, List.of(id));

    // When
    tellDeleted(42);

    // Then
    assertThat(Await.until(PATIENCE, () -> Client.read("agent-1", id) == 404)).isTrue();
    assertThat(Await.until(PATIENCE, () -> !Files.exists(file(id)))).isTrue();
  }

  @Test
  void theFilesOfAnErasedFollowerAreRemovedAndThoseOfLaterStay() throws Exception {
    // Given
    String first = Client.stored("follower-77", "photo.jpg", PHOTO);
    String second = Client.stored("follower-77", "photo.jpg", PHOTO);
    String others = Client.stored("follower-78", "photo.jpg", PHOTO);
    Instant before = Instant.now();
    String later = Client.stored("follower-77", "photo.jpg", PHOTO);
    change(
        "UPDATE attachment SET created_at = now() + interval '1 hour' WHERE id = '" + later + "'");
    FileErasure erasure =
        new FileErasure(
            "demo", "follower-77", "00000000-0000-4000-8000-000000000077", before.plusSeconds(60));

    // When
    FileErasure.Result once = erase(erasure);
    FileErasure.Result again = erase(erasure);

    // Then
    assertThat(once).isEqualTo(new FileErasure.Result(2, false));
    assertThat(again).isEqualTo(new FileErasure.Result(0, true));
    assertThat(file(first)).doesNotExist();
    assertThat(file(second)).doesNotExist();
    assertThat(Client.read("follower-78", others)).isEqualTo(200);
    assertThat(Client.read("follower-77", later)).isEqualTo(200);
  }

  private static FileErasure.Result erase(FileErasure erasure) throws Exception {
    return Json.tolerant()
        .readValue(
            Client.as("conversation-service")
                .contentType("application/json")
                .body(Json.tolerant().writeValueAsBytes(erasure))
                .post("/internal/file-erasures")
                .asByteArray(),
            FileErasure.Result.class);
  }

  @Test
  void whatACrashLeftInStagingIsSwept() throws Exception {
    // Given
    Path left = Path.of("target/attachments/staging/left-by-a-crash.part");
    Path young = Path.of("target/attachments/staging/under-way.part");
    Files.write(left, PHOTO);
    Files.write(young, PHOTO);
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minusSeconds(7_200)));

    // When
    sweep();

    // Then
    assertThat(left).doesNotExist();
    assertThat(young).exists();
    Files.delete(young);
  }

  @Test
  void bytesThatWereOnTheirWayInACrashAreNeverReadable() throws Exception {
    // Given a row that was written before its bytes were, and a service that died then
    String id = Client.stored("follower-1", "photo.jpg", PHOTO);
    change(
        "UPDATE attachment SET state = 'WRITING', created_at = now() - interval '2 hours' WHERE id = '"
            + id
            + "'");
    int before = Client.read("follower-1", id);

    // When
    sweep();

    // Then
    assertThat(before).isEqualTo(404);
    assertThat(file(id)).doesNotExist();
  }

  @Test
  void aStoredFileIsAnnounced() throws Exception {
    // Given
    String id = Client.stored("agent-1", "photo.jpg", PHOTO);

    // When
    AttachmentStored event = announcementOf(id);

    // Then
    assertThat(event.followerId()).isEqualTo("follower-1");
    assertThat(event.uploader().id()).isEqualTo("agent-1");
    assertThat(event.fileName()).isEqualTo("photo.jpg");
    assertThat(event.mediaType()).isEqualTo("image/jpeg");
  }

  private void sweep() {
    sweep.round().await().atMost(PATIENCE);
  }

  private static Path file(String id) {
    return STORED.resolve(id.substring(0, 2)).resolve(id.substring(2, 4)).resolve(id);
  }

  private static void change(String sql) throws Exception {
    try (Connection connection =
            DriverManager.getConnection(
                Infrastructure.start().jdbcUrl("parley_attachment"), "parley", "parley");
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isEqualTo(1);
    }
  }

  private static void tellDeleted(long seq) throws Exception {
    MessageDeleted event =
        new MessageDeleted(
            KnownConversations.ID,
            "demo",
            "follower-1",
            seq + 1,
            seq + 1,
            seq,
            Instant.now(),
            1,
            seq,
            new Person("agent-1", "Agent 1"));
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", Infrastructure.start().bootstrapServers()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      byte[] body =
          Json.tolerant()
              .writerFor(io.parley.contracts.event.ConversationEvent.class)
              .writeValueAsBytes(event);
      producer.send(new ProducerRecord<>("message-deleted", KnownConversations.ID, body)).get();
    }
  }

  private static AttachmentStored announcementOf(String id) throws Exception {
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", Infrastructure.start().bootstrapServers(),
                "group.id", "life-test",
                "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.subscribe(List.of("attachment-stored"));
      Instant deadline = Instant.now().plus(PATIENCE);
      while (Instant.now().isBefore(deadline)) {
        for (ConsumerRecord<String, byte[]> message : consumer.poll(Duration.ofMillis(200))) {
          AttachmentStored event =
              Json.tolerant().readValue(message.value(), AttachmentStored.class);
          if (event.attachmentId().equals(id)) {
            return event;
          }
        }
      }
    }
    throw new AssertionError("attachment-stored of " + id + " did not come");
  }
}
