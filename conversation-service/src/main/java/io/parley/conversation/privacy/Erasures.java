package io.parley.conversation.privacy;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** The jobs in the database. */
@ApplicationScoped
class Erasures {
  private static final String START =
      """
      INSERT INTO erasure (id, channel_id, follower_id, reason)
      VALUES ($1, $2, $3, 'FOLLOWER_ERASED')
      ON CONFLICT (channel_id, follower_id) WHERE follower_id IS NOT NULL DO NOTHING""";

  private static final String RUNNING =
      "SELECT " + Erasure.COLUMNS + " FROM erasure WHERE channel_id = $1 AND follower_id = $2";

  private static final String FIND =
      "SELECT " + Erasure.COLUMNS + " FROM erasure WHERE channel_id = $1 AND id = $2";

  /**
   * The other ids of the person, who is no longer known to be one: what is told once is not told
   * again, so that no two jobs can wait for each other.
   */
  private static final String PART =
      """
      WITH gone AS (
        DELETE FROM visitor_merge
        WHERE channel_id = $2 AND known_id IN (
          SELECT known_id FROM visitor_merge
          WHERE channel_id = $2 AND (visitor_id = $3 OR known_id = $3))
        RETURNING visitor_id, known_id)
      INSERT INTO erasure (id, channel_id, follower_id, reason, part_of)
      SELECT gen_random_uuid(), $2, id, 'FOLLOWER_ERASED', $1
      FROM (SELECT visitor_id FROM gone UNION SELECT known_id FROM gone) AS person (id)
      WHERE id <> $3
      ON CONFLICT (channel_id, follower_id) WHERE follower_id IS NOT NULL
      DO UPDATE SET part_of = excluded.part_of""";

  private static final String PARTS =
      "SELECT 1 FROM erasure WHERE part_of = $1 AND done_at IS NULL LIMIT 1";

  /** Nobody waits for another's row, and who takes one has it alone until its lease ends. */
  private static final String TAKE =
      """
      UPDATE erasure SET not_before = clock_timestamp() + $1 * interval '1 millisecond'
      WHERE id = (
        SELECT id FROM erasure WHERE done_at IS NULL AND not_before <= clock_timestamp()
        ORDER BY not_before LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING\s"""
          + Erasure.COLUMNS;

  /** Only from the step that was done: another instance may have gone on after the lease. */
  private static final String GO_ON =
      """
      UPDATE erasure SET
        step = $3, waits_for = $4, emptied_to = $5, files = $6, outbox_id = $7,
        topic_ends = $8::text::json, confirmed = $9::text::json,
        conversation_id = $10, last_seq = $11, closed_at = $12,
        not_before = clock_timestamp() + $13 * interval '1 millisecond',
        done_at = CASE WHEN $3 = 'DONE' THEN clock_timestamp() END,
        follower_id = CASE WHEN $3 = 'DONE' THEN NULL ELSE follower_id END
      WHERE id = $1 AND step = $2""";

  private final Pool pool;

  Erasures(Pool pool) {
    this.pool = pool;
  }

  /** Starts a job, or finds the one that runs for this follower. */
  Uni<Erasure> start(SqlClient transaction, String channelId, String followerId) {
    return transaction
        .preparedQuery(START)
        .execute(Tuple.of(UUID.randomUUID(), channelId, followerId))
        .flatMap(
            started -> transaction.preparedQuery(RUNNING).execute(Tuple.of(channelId, followerId)))
        .map(rows -> Erasure.of(rows.iterator().next()));
  }

  /** Starts jobs for the other ids under which the channel has met the same person. */
  Uni<Void> startParts(SqlClient transaction, Erasure job) {
    return transaction
        .preparedQuery(PART)
        .execute(Tuple.of(job.id(), job.channelId(), job.followerId()))
        .replaceWithVoid();
  }

  /** Whether one of them is not done yet. */
  Uni<Boolean> waitsForParts(Erasure job) {
    return pool.preparedQuery(PARTS).execute(Tuple.of(job.id())).map(rows -> rows.size() > 0);
  }

  Uni<Optional<Erasure>> find(String channelId, UUID id) {
    return pool.preparedQuery(FIND).execute(Tuple.of(channelId, id)).map(Erasures::first);
  }

  /** A job that is due, for as long as the lease; empty when there is none. */
  Uni<Optional<Erasure>> take(Duration lease) {
    return pool.preparedQuery(TAKE)
        .execute(Tuple.of((double) lease.toMillis()))
        .map(Erasures::first);
  }

  /** Sets down what a step came to. */
  Uni<Void> goOn(SqlClient client, Erasure from, Next next) {
    JsonObject confirmed = from.confirmed().copy();
    if (next.step() != from.step()) {
      confirmed.put(from.step().name(), OffsetDateTime.now(ZoneOffset.UTC).toString());
    }
    Tuple parameters =
        Tuple.tuple()
            .addUUID(from.id())
            .addString(from.step().name())
            .addString(next.step().name())
            .addString(next.waitsFor())
            .addLong(next.state().emptiedTo())
            .addInteger(next.state().files())
            .addLong(next.state().outboxId())
            .addString(next.state().topicEnds() == null ? null : next.state().topicEnds().encode())
            .addString(confirmed.encode())
            .addUUID(next.state().conversationId())
            .addLong(next.state().lastSeq())
            .addOffsetDateTime(next.state().closedAt())
            .addDouble((double) next.after().toMillis());
    return client.preparedQuery(GO_ON).execute(parameters).replaceWithVoid();
  }

  /**
   * What comes next.
   *
   * @param state the job with what the step found out
   * @param after how long to rest before
   * @param waitsFor why it does not go on; null when it does
   */
  record Next(ErasureStep step, Erasure state, Duration after, String waitsFor) {
    static Next to(ErasureStep step, Erasure state) {
      return new Next(step, state, Duration.ZERO, null);
    }
  }

  private static Optional<Erasure> first(RowSet<Row> rows) {
    for (Row row : rows) {
      return Optional.of(Erasure.of(row));
    }
    return Optional.empty();
  }
}
