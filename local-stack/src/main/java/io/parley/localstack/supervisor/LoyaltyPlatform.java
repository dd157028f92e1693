package io.parley.localstack.supervisor;

import io.parley.contracts.event.EngagementRecorded;
import io.parley.contracts.event.EngagementRecorded.Kind;
import io.parley.contracts.json.Json;
import io.parley.contracts.topic.CloudEventHeader;
import io.parley.contracts.topic.Topic;
import io.parley.localstack.process.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Stands in for the loyalty platform: now and then something happens to one of the demo's first
 * followers. A short past at once, then one record every few seconds, and no more than told.
 */
final class LoyaltyPlatform {
  private static final int FOLLOWERS = 12;
  private static final int PAST = 36;
  private static final Duration PAUSE = Duration.ofSeconds(15);

  private static final List<String> COUPONS =
      List.of("10 % off", "Free shipping", "Two for one on everything blue", "Welcome coupon");
  private static final List<String> POINTS =
      List.of("Order of running shoes", "Review written", "Friend invited", "Birthday");
  private static final List<String> MESSAGES =
      List.of("Summer sale starts", "Your size is back", "New in: trail shoes", "We miss you");

  private final Random random;

  LoyaltyPlatform(Random random) {
    this.random = random;
  }

  /** Begins in the background; with 0 records, not at all. */
  static void start(String bootstrapServers, int records) {
    if (records > 0) {
      Thread.ofVirtual().name("loyalty-platform").start(() -> run(bootstrapServers, records));
    }
  }

  private static void run(String bootstrapServers, int records) {
    LoyaltyPlatform platform = new LoyaltyPlatform(new Random());
    Map<String, Object> settings =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ProducerConfig.CLIENT_ID_CONFIG,
            "demo-loyalty-platform",
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            1_048_576L);
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      for (int made = 0; made < records; made++) {
        boolean past = made < PAST;
        Duration ago = past ? Duration.ofHours(7L * (PAST - made)) : Duration.ZERO;
        producer.send(toRecord(platform.next(Instant.now().minus(ago)))).get();
        if (!past) {
          Await.pause(PAUSE.toMillis());
        }
      }
    } catch (KafkaException | ExecutionException e) {
      // A demo without engagements is still a demo.
      System.err.println("The demo's loyalty platform has stopped: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Something that happened at that time. */
  EngagementRecorded next(Instant at) {
    Kind kind = oneOf(List.of(Kind.values()));
    String follower = "follower-" + (1 + random.nextInt(FOLLOWERS));
    return switch (kind) {
      case COUPON_REDEEMED -> record(follower, kind, oneOf(COUPONS), null, at);
      case POINTS_EARNED ->
          record(follower, kind, oneOf(POINTS), 10 * (1 + random.nextInt(30)), at);
      case MESSAGE_RECEIVED -> record(follower, kind, oneOf(MESSAGES), null, at);
    };
  }

  private <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static EngagementRecorded record(
      String follower, Kind kind, String title, Integer points, Instant at) {
    String id = "demo-" + UUID.randomUUID();
    return new EngagementRecorded(id, "demo", follower, kind, title, points, at);
  }

  static ProducerRecord<String, byte[]> toRecord(EngagementRecorded engagement) {
    byte[] body;
    try {
      body = Json.tolerant().writeValueAsBytes(engagement);
    } catch (IOException e) {
      throw new UncheckedIOException("A record of plain values is always JSON", e);
    }
    Topic topic = Topic.ENGAGEMENT_RECORDED;
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(topic.topicName(), engagement.id(), body);
    Headers headers = record.headers();
    headers.add(CloudEventHeader.SPEC_VERSION, bytes("1.0"));
    headers.add(CloudEventHeader.ID, bytes(engagement.id()));
    headers.add(CloudEventHeader.TYPE, bytes(topic.eventType()));
    headers.add(CloudEventHeader.SOURCE, bytes("/demo/loyalty-platform"));
    headers.add(CloudEventHeader.SUBJECT, bytes(engagement.followerId()));
    headers.add(CloudEventHeader.TIME, bytes(engagement.at().toString()));
    headers.add(CloudEventHeader.CONTENT_TYPE, bytes("application/json"));
    return record;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
