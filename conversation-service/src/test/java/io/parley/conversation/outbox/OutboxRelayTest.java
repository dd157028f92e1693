package io.parley.conversation.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contracts.event.ConversationFinished;
import io.parley.contracts.event.Person;
import io.parley.contracts.json.Json;
import io.parley.contracts.topic.CloudEventHeader;
import io.parley.contracts.topic.Topic;
import io.parley.conversation.LocalInfrastructure;
import io.parley.localstack.Infrastructure;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Multi;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** The relay against a real PostgreSQL and a real Kafka. */
@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class OutboxRelayTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject Outbox outbox;
  @Inject Pool pool;

  @Test
  void committedEventsReachKafkaInOrderAndLeaveTheOutbox() throws Exception {
    // Given
    String conversation = UUID.randomUUID().toString();
    List<String> bodies =
        IntStream.rangeClosed(1, 300).mapToObj(seq -> finished(conversation, seq)).toList();

    // When
    for (int from = 0; from < bodies.size(); from += 10) {
      commit(bodies.subList(from, from + 10));
    }

    // Then
    List<ConsumerRecord<String, String>> records = read(conversation, bodies.size());
    assertThat(records.stream().map(ConsumerRecord::value)).containsExactlyElementsOf(bodies);
    assertThat(headers(records.getFirst()))
        .containsEntry(CloudEventHeader.SPEC_VERSION, "1.0")
        .containsEntry(CloudEventHeader.ID, conversation + ":1")
        .containsEntry(CloudEventHeader.TYPE, "conversation-finished.v1")
        .containsEntry(CloudEventHeader.SUBJECT, conversation)
        .containsEntry(CloudEventHeader.SEQUENCE, "1")
        .containsEntry(CloudEventHeader.CHANNEL_ID, "demo")
        .containsEntry(CloudEventHeader.FOLLOWER_ID, "follower-1");
    awaitEmptyOutbox();
  }

  @Test
  void rowsOfSeveralRoundsReachKafkaThoughNobodyRang() throws Exception {
    // Given
    String conversation = UUID.randomUUID().toString();
    List<String> bodies =
        IntStream.rangeClosed(1, 150).mapToObj(seq -> finished(conversation, seq)).toList();

    // When
    pool.withTransaction(
            connection ->
                Multi.createFrom()
                    .iterable(bodies)
                    .onItem()
                    .transformToUniAndConcatenate(
                        body -> outbox.append(connection, records(List.of(body))))
                    .collect()
                    .last())
        .await()
        .atMost(PATIENCE);

    // Then
    List<ConsumerRecord<String, String>> records = read(conversation, bodies.size());
    assertThat(records.stream().map(ConsumerRecord::value)).containsExactlyElementsOf(bodies);
    awaitEmptyOutbox();
  }

  @Test
  void whatIsRolledBackNeverReachesKafka() throws Exception {
    // Given
    String rolledBack = UUID.randomUUID().toString();
    String committed = UUID.randomUUID().toString();

    // When
    pool.withTransaction(
            connection ->
                outbox
                    .append(connection, records(List.of(finished(rolledBack, 1))))
                    .call(() -> connection.query("ROLLBACK").execute())
                    .call(() -> connection.query("BEGIN").execute()))
        .await()
        .atMost(PATIENCE);
    commit(List.of(finished(committed, 1)));

    // Then
    assertThat(read(committed, 1)).hasSize(1);
    assertThat(all().stream().filter(r -> r.key().equals(rolledBack))).isEmpty();
  }

  @Test
  void aConnectionThatWasCutIsReplaced() throws Exception {
    // Given
    String conversation = UUID.randomUUID().toString();
    commit(List.of(finished(conversation, 1)));
    awaitEmptyOutbox();

    // When
    long cut =
        pool.query(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE application_name = 'PostgreSQL JDBC Driver' AND datname = current_database()""")
            .execute()
            .await()
            .atMost(PATIENCE)
            .rowCount();
    commit(List.of(finished(conversation, 2)));

    // Then
    assertThat(cut).isPositive();
    assertThat(read(conversation, 2).stream().map(ConsumerRecord::value))
        .containsExactly(finished(conversation, 1), finished(conversation, 2));
    awaitEmptyOutbox();
  }

  private void commit(List<String> bodies) {
    pool.withTransaction(connection -> outbox.append(connection, records(bodies)))
        .await()
        .atMost(PATIENCE);
    outbox.committed();
  }

  private static List<OutboxRecord> records(List<String> bodies) {
    return bodies.stream()
        .map(body -> new OutboxRecord(Topic.CONVERSATION_FINISHED, body))
        .toList();
  }

  private static String finished(String conversation, long seq) {
    try {
      return Json.tolerant()
          .writeValueAsString(
              new ConversationFinished(
                  conversation,
                  "demo",
                  "follower-1",
                  seq,
                  seq,
                  seq - 1,
                  Instant.EPOCH,
                  1,
                  new Person("agent-1", "Agent 1")));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitEmptyOutbox() {
    Instant end = Instant.now().plus(PATIENCE);
    long left;
    do {
      left =
          pool.query("SELECT count(*) FROM outbox")
              .execute()
              .await()
              .atMost(PATIENCE)
              .iterator()
              .next()
              .getLong(0);
    } while (left > 0 && Instant.now().isBefore(end));
    assertThat(left).isZero();
  }

  private static List<ConsumerRecord<String, String>> read(String key, int expected) {
    List<ConsumerRecord<String, String>> found = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer = consumer()) {
      Instant end = Instant.now().plus(PATIENCE);
      while (found.size() < expected && Instant.now().isBefore(end)) {
        consumer.poll(Duration.ofMillis(200)).forEach(found::add);
        found.removeIf(r -> !r.key().equals(key));
      }
    }
    return found;
  }

  private static List<ConsumerRecord<String, String>> all() {
    List<ConsumerRecord<String, String>> found = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer = consumer()) {
      Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(found::add);
      }
    }
    return found;
  }

  private static KafkaConsumer<String, String> consumer() {
    KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                Infrastructure.start().bootstrapServers(),
                "auto.offset.reset",
                "earliest"),
            new StringDeserializer(),
            new StringDeserializer());
    String topic = Topic.CONVERSATION_FINISHED.topicName();
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(p -> new TopicPartition(topic, p.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  private static Map<String, String> headers(ConsumerRecord<String, String> message) {
    Map<String, String> headers = new HashMap<>();
    message
        .headers()
        .forEach(h -> headers.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
    return headers;
  }
}
