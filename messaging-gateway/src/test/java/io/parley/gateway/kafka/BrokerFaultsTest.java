package io.parley.gateway.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contracts.event.ConversationEvent;
import io.parley.contracts.topic.Topic;
import io.parley.gateway.support.FakeConversationService;
import io.parley.gateway.support.GatewayTestResource;
import io.parley.gateway.support.TestSocket;
import io.parley.localstack.Infrastructure;
import io.parley.localstack.process.Await;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Records late, doubled, missing and poisonous; the broker away. */
@QuarkusTest
@QuarkusTestResource(GatewayTestResource.class)
class BrokerFaultsTest {
  private static final Infrastructure INFRASTRUCTURE = Infrastructure.start();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TestHTTPResource("/")
  URI base;

  @Inject FakeConversationService service;

  private TestSocket follower;
  private String conversation;

  private void followerWith(String name, int events) {
    conversation = service.conversation("demo", name);
    follower = TestSocket.open(base, "/ws/follower", INFRASTRUCTURE.token(name));
    follower.await("welcome");
    service.publishing(false);
    service.agentWrites(conversation, events);
  }

  private List<Long> seqs() {
    return follower.all("event").stream().map(event -> event.path("seq").asLong()).toList();
  }

  @AfterEach
  void mend() {
    service.publishing(true);
    follower.close();
  }

  @Test
  void recordsThatCameTwiceOrInDisorderAreDeliveredOnceInOrder() {
    // Given
    followerWith("follower-501", 5);

    // When
    for (long seq : new long[] {1, 1, 3, 3, 2, 1, 5, 4, 5}) {
      service.publish(conversation, seq);
    }

    // Then
    follower.awaitAll("event", 5);
    follower.sync();
    assertThat(seqs()).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void whatTheBrokerNeverBringsComesFromTheDatabase() {
    // Given
    followerWith("follower-502", 400);

    // When
    service.publish(conversation, 400);

    // Then
    follower.awaitAll("event", 400);
    assertThat(seqs()).isSorted().doesNotHaveDuplicates().hasSize(400);
  }

  @Test
  void poisonIsPutAsideAndTheStreamGoesOn() {
    // Given
    followerWith("follower-503", 6);
    List<ConversationEvent> log = service.log(conversation);
    String topic = Topic.MESSAGE_SENT.topicName();

    // When
    service.publish(conversation, 1);
    service.publishRaw(log.get(1), "{\"event\":".getBytes(UTF_8));
    service.publishRaw(log.get(2), null);
    service.publishRaw(log.get(3), new byte[1_000_000]);
    service.publishRaw(log.get(4), "{\"event\":\"message-sent\",\"seq\":99}".getBytes(UTF_8));
    service.send(new ProducerRecord<>(topic, "key".getBytes(UTF_8), "{}".getBytes(UTF_8)));
    service.send(
        new ProducerRecord<>(
            Topic.CONVERSATION_SIGNALS.topicName(), "key".getBytes(UTF_8), "[]".getBytes(UTF_8)));
    service.publish(conversation, 6);

    // Then
    follower.awaitAll("event", 6);
    assertThat(seqs()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    Set<String> reasons =
        Set.of(
            "There is no body",
            "The body has 1000000 bytes",
            "The header ce_sequence is missing",
            "The body is not what the topic carries");
    assertThat(deadLetterReasons(reasons)).containsAll(reasons);
  }

  @Test
  void withoutTheBrokerMessagesAreStoredAndTheyArriveWhenItIsBack() {
    // Given
    conversation = service.conversation("demo", "follower-504");
    follower = TestSocket.open(base, "/ws/follower", INFRASTRUCTURE.token("follower-504"));
    follower.await("welcome");
    service.publishing(false);

    // When
    INFRASTRUCTURE.kafka().kill();
    try {
      follower.send(TestSocket.send("m-1", "hello").toString());
      JsonNode ack = follower.await("ack");
      boolean told = Await.until(PATIENCE, () -> readiness().contains("The broker does not"));

      // Then
      assertThat(ack.path("seq").asLong()).isEqualTo(2);
      assertThat(told).isTrue();
      assertThat(get("/q/health/live")).contains("\"status\": \"UP\"");
      follower.sync();
    } finally {
      INFRASTRUCTURE.kafka().start();
    }
    service.publish(conversation, 1);
    service.publish(conversation, 2);
    follower.awaitAll("event", 2);
    assertThat(seqs()).containsExactly(1L, 2L);
    assertThat(Await.until(PATIENCE, () -> !readiness().contains("does not"))).isTrue();
  }

  private String readiness() {
    return get("/q/health/ready");
  }

  private String get(String path) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(base.resolve(path)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The reasons in the dead-letter topic, once all the expected ones are among them. */
  private static Set<String> deadLetterReasons(Set<String> expected) {
    TopicPartition letters = new TopicPartition(DeadLetters.TOPIC, 0);
    Set<String> reasons = new HashSet<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", INFRASTRUCTURE.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(letters));
      consumer.seekToBeginning(List.of(letters));
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!reasons.containsAll(expected) && System.nanoTime() < deadline) {
        for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(Duration.ofMillis(200))) {
          reasons.add(new String(letter.headers().lastHeader(DeadLetters.REASON).value(), UTF_8));
        }
      }
    }
    return reasons;
  }
}
