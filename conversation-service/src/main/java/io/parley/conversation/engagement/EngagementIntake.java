package io.parley.conversation.engagement;

import io.parley.contracts.event.EngagementRecorded;
import io.parley.conversation.database.PersonLock;
import io.parley.rest.problem.Outages;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Takes in what the loyalty platform tells. What comes twice is stored once; what cannot be read,
 * or is about a channel that does not exist, is put aside; while the database or the broker is
 * away, the stream waits.
 */
@ApplicationScoped
class EngagementIntake {
  private static final Logger LOG = Logger.getLogger(EngagementIntake.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private static final String FOREIGN_KEY_VIOLATION = "23503";

  /**
   * The platform may know a follower before the chat does; the name comes with the first visit. It
   * does not know who was a visitor first.
   */
  private static final String INSERT =
      """
      WITH known AS (
        INSERT INTO follower (channel_id, id, name) VALUES ($2, kept_id($2, $3), $3)
        ON CONFLICT DO NOTHING)
      INSERT INTO engagement_record (id, channel_id, follower_id, kind, title, points, at)
      VALUES ($1, $2, kept_id($2, $3), $4, $5, $6, $7) ON CONFLICT DO NOTHING""";

  private final Pool pool;
  private final DeadLetters deadLetters;

  EngagementIntake(Pool pool, DeadLetters deadLetters) {
    this.pool = pool;
    this.deadLetters = deadLetters;
  }

  @Incoming("engagement-recorded")
  Uni<Void> take(ConsumerRecord<String, byte[]> message) {
    return Uni.createFrom()
        .item(() -> EngagementRecordReader.read(message.value()))
        .flatMap(engagement -> patiently(() -> store(engagement)))
        .onFailure()
        .recoverWithUni(poison -> patiently(() -> deadLetters.put(message, reason(poison))));
  }

  private Uni<Void> store(EngagementRecorded engagement) {
    Object[] parameters = {
      engagement.id(),
      engagement.channelId(),
      engagement.followerId(),
      engagement.kind().name(),
      engagement.title(),
      engagement.points(),
      engagement.at().atOffset(ZoneOffset.UTC)
    };
    // A visitor may become that follower at this moment.
    return pool.withTransaction(
        transaction ->
            PersonLock.take(transaction, engagement.channelId(), engagement.followerId())
                .chain(() -> transaction.preparedQuery(INSERT).execute(Tuple.from(parameters)))
                .replaceWithVoid());
  }

  /** Tries again for as long as a part that is needed is down. */
  private static Uni<Void> patiently(Supplier<Uni<? extends Void>> work) {
    return Uni.createFrom()
        .deferred(work)
        .onFailure(Outages::isOutage)
        .invoke(failure -> LOG.warnf("Waiting with engagements: %s", failure))
        .onFailure(Outages::isOutage)
        .retry()
        .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
        .indefinitely();
  }

  private static String reason(Throwable poison) {
    return switch (poison) {
      case UnreadableRecordException unreadable -> unreadable.getMessage();
      case PgException refused when FOREIGN_KEY_VIOLATION.equals(refused.getSqlState()) ->
          "The channel does not exist";
      case PgException refused -> "The database refuses it: " + refused.getSqlState();
      default -> {
        LOG.error("An engagement could not be taken in", poison);
        yield "It could not be taken in, see the log";
      }
    };
  }
}
