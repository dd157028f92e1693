package io.parley.conversation.privacy;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** The jobs in the database, and their files. */
@ApplicationScoped
class Exports {
  private static final String START =
      """
      INSERT INTO follower_export (id, channel_id, follower_id) VALUES ($1, $2, $3)
      ON CONFLICT (channel_id, follower_id) WHERE done_at IS NULL DO NOTHING""";

  private static final String RUNNING =
      "SELECT "
          + Export.COLUMNS
          + " FROM follower_export WHERE channel_id = $1 AND follower_id = $2 AND done_at IS NULL";

  private static final String FIND =
      "SELECT " + Export.COLUMNS + " FROM follower_export WHERE channel_id = $1 AND id = $2";

  /** As with erasures. */
  private static final String TAKE =
      """
      UPDATE follower_export SET not_before = clock_timestamp() + $1 * interval '1 millisecond'
      WHERE id = (
        SELECT id FROM follower_export WHERE done_at IS NULL AND not_before <= clock_timestamp()
        ORDER BY not_before LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING\s"""
          + Export.COLUMNS;

  /** Only from where the job was: another instance may have gone on after the lease. */
  private static final String GO_ON =
      """
      UPDATE follower_export SET
        step = $3, position = $4, file_offset = $5, pieces = pieces + 1, bytes = bytes + $6,
        waits_for = NULL, not_before = clock_timestamp(),
        done_at = CASE WHEN $3 = 'DONE' THEN clock_timestamp() END,
        expires_at = CASE WHEN $3 = 'DONE'
          THEN clock_timestamp() + $7 * interval '1 millisecond' END
      WHERE id = $1 AND pieces = $2""";

  private static final String ADD_PIECE =
      "INSERT INTO follower_export_piece (export_id, number, lines) VALUES ($1, $2, $3)";

  private static final String WAIT =
      """
      UPDATE follower_export SET waits_for = $2,
        not_before = clock_timestamp() + $3 * interval '1 millisecond'
      WHERE id = $1""";

  private static final String PIECE =
      "SELECT lines FROM follower_export_piece WHERE export_id = $1 AND number = $2";

  private static final String FORGET_EXPIRED =
      "DELETE FROM follower_export WHERE expires_at < clock_timestamp()";

  private static final String FORGET_OF =
      "DELETE FROM follower_export WHERE channel_id = $1 AND follower_id = $2";

  private final Pool pool;

  Exports(Pool pool) {
    this.pool = pool;
  }

  /** Starts a job, or finds the one that runs for this follower. */
  Uni<Export> start(SqlClient transaction, String channelId, String followerId) {
    return transaction
        .preparedQuery(START)
        .execute(Tuple.of(UUID.randomUUID(), channelId, followerId))
        .flatMap(
            started -> transaction.preparedQuery(RUNNING).execute(Tuple.of(channelId, followerId)))
        .map(rows -> Export.of(rows.iterator().next()));
  }

  Uni<Optional<Export>> find(String channelId, UUID id) {
    return pool.preparedQuery(FIND).execute(Tuple.of(channelId, id)).map(Exports::first);
  }

  Uni<Optional<Export>> take(Duration lease) {
    return pool.preparedQuery(TAKE)
        .execute(Tuple.of((double) lease.toMillis()))
        .map(Exports::first);
  }

  /**
   * What a round has written.
   *
   * @param position how far the step is now
   */
  record Written(String lines, Export.Step step, String position, long fileOffset) {
    /** The step is done. */
    static Written thenTo(Export.Step step, String lines) {
      return new Written(lines, step, null, 0);
    }
  }

  /** Adds a piece to the file and moves the job on, both or neither. */
  Uni<Void> goOn(Export from, Written written, Duration kept) {
    Tuple next =
        Tuple.tuple()
            .addUUID(from.id())
            .addInteger(from.pieces())
            .addString(written.step().name())
            .addString(written.position())
            .addLong(written.fileOffset())
            .addLong((long) written.lines().getBytes(StandardCharsets.UTF_8).length)
            .addDouble((double) kept.toMillis());
    return pool.withTransaction(
        (SqlConnection transaction) ->
            transaction
                .preparedQuery(GO_ON)
                .execute(next)
                .flatMap(
                    moved ->
                        moved.rowCount() == 0
                            ? Uni.createFrom().voidItem()
                            : transaction
                                .preparedQuery(ADD_PIECE)
                                .execute(Tuple.of(from.id(), from.pieces(), written.lines()))
                                .replaceWithVoid()));
  }

  Uni<Void> await(Export job, String forWhat, Duration pause) {
    return pool.preparedQuery(WAIT)
        .execute(Tuple.of(job.id(), forWhat, (double) pause.toMillis()))
        .replaceWithVoid();
  }

  /** A piece of a file; null after the last. */
  Uni<String> piece(UUID id, int number) {
    return pool.preparedQuery(PIECE)
        .execute(Tuple.of(id, number))
        .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getString("lines"));
  }

  Uni<Void> forgetExpired() {
    return pool.query(FORGET_EXPIRED).execute().replaceWithVoid();
  }

  /** What was exported of a follower who is erased, within a transaction. */
  Uni<Void> forgetOf(SqlConnection transaction, String channelId, String followerId) {
    return transaction
        .preparedQuery(FORGET_OF)
        .execute(Tuple.of(channelId, followerId))
        .replaceWithVoid();
  }

  private static Optional<Export> first(RowSet<Row> rows) {
    for (Row row : rows) {
      return Optional.of(Export.of(row));
    }
    return Optional.empty();
  }
}
