package io.parley.conversation.engagement;

import io.parley.contracts.event.EngagementRecorded;
import io.parley.contracts.json.Json;
import io.parley.conversation.log.MessageRules;
import io.parley.conversation.problem.Outages;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Takes in what the loyalty platform tells. What comes twice is stored once; what cannot be read,
 * or is about a channel that does not exist, goes to the dead-letter topic; while the database is
 * away, the stream waits.
 */
@ApplicationScoped
class EngagementIntake {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** A year that both PostgreSQL and every client can show. */
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  /** The platform may know a follower before the chat does; the name comes with the first visit. */
  private static final String INSERT =
      """
      WITH known AS (
        INSERT INTO follower (channel_id, id, name) VALUES ($2, $3, $3) ON CONFLICT DO NOTHING)
      INSERT INTO engagement_record (id, channel_id, follower_id, kind, title, points, at)
      VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING""";

  private final Pool pool;

  EngagementIntake(Pool pool) {
    this.pool = pool;
  }

  @Incoming("engagement-recorded")
  Uni<Void> take(ConsumerRecord<String, byte[]> message) {
    return Uni.createFrom()
        .item(() -> read(message.value()))
        .flatMap(this::store)
        .onFailure(Outages::isOutage)
        .retry()
        .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
        .indefinitely();
  }

  private Uni<Void> store(EngagementRecorded engagement) {
    Tuple parameters =
        Tuple.from(
            new Object[] {
              engagement.id(),
              engagement.channelId(),
              engagement.followerId(),
              engagement.kind().name(),
              engagement.title(),
              engagement.points(),
              engagement.at().atOffset(ZoneOffset.UTC)
            });
    return pool.preparedQuery(INSERT).execute(parameters).replaceWithVoid();
  }

  /**
   * @throws IllegalArgumentException when the record cannot be stored; the message is the reason
   *     that the dead-letter topic shows
   */
  static EngagementRecorded read(byte[] body) {
    EngagementRecorded engagement;
    try {
      engagement = body == null ? null : Json.tolerant().readValue(body, EngagementRecorded.class);
    } catch (IOException e) {
      throw new IllegalArgumentException("The record is not an engagement as JSON", e);
    }
    if (engagement == null || engagement.kind() == null || engagement.at() == null) {
      throw new IllegalArgumentException("The record has no body, kind or time");
    }
    Stream.of(engagement.id(), engagement.channelId(), engagement.followerId(), engagement.title())
        .forEach(EngagementIntake::requireText);
    if (engagement.at().isBefore(Instant.EPOCH) || engagement.at().isAfter(LATEST)) {
      throw new IllegalArgumentException("The record is of another era");
    }
    return engagement;
  }

  private static void requireText(String text) {
    if (text == null || text.isBlank() || !MessageRules.storable(text)) {
      throw new IllegalArgumentException(
          "The record lacks id, channelId, followerId or title, or one is not text");
    }
  }
}
