package io.parley.conversation.search;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Brings the words of messages into the index. Each round finds conversations whose log goes
 * further than what was indexed of it: those with recent activity, and, a piece a round, all
 * others. It needs nothing from the way of a message, and nothing that was committed can stay
 * behind for ever.
 *
 * <p>Rounds are small and rest in between, so that a backlog never takes more than a part of the
 * database from those who chat. Any number of instances may run: one does a round, the others leave
 * it to that one.
 */
@ApplicationScoped
class MessageIndexer {
  private static final Logger LOG = Logger.getLogger(MessageIndexer.class);

  private static final UUID START = new UUID(0, 0);

  /** Any number that nobody else in this database locks. */
  static final long LOCK_KEY = 1_886_351_981;

  private static final String LOCK = "SELECT pg_try_advisory_xact_lock(" + LOCK_KEY + ") AS mine";

  /** Losing a round in a crash does it again. */
  private static final String LIGHT = "SET LOCAL synchronous_commit = off";

  private static final String RECENT =
      """
      SELECT c.id, c.channel_id, coalesce(p.seq, 0) AS from_seq, c.last_seq, c.last_activity_at
      FROM channel ch
      CROSS JOIN LATERAL (
        SELECT id, channel_id, last_seq, last_activity_at FROM conversation
        WHERE channel_id = ch.id
          AND listed_at >= clock_timestamp() - make_interval(secs => $2)
        ORDER BY listed_at DESC, id DESC OFFSET 0) c
      LEFT JOIN message_search_progress p ON p.conversation_id = c.id
      WHERE coalesce(p.seq, 0) < c.last_seq""";

  private static final String SWEPT =
      """
      SELECT c.id, c.channel_id, coalesce(p.seq, 0) AS from_seq, c.last_seq, c.last_activity_at
      FROM (SELECT id, channel_id, last_seq, last_activity_at FROM conversation
            WHERE id > $2 ORDER BY id LIMIT $3) c
      LEFT JOIN message_search_progress p ON p.conversation_id = c.id
      WHERE coalesce(p.seq, 0) < c.last_seq""";

  private static final String SWEEP_END =
      "SELECT id FROM conversation WHERE id > $1 ORDER BY id OFFSET $2 LIMIT 1";

  /**
   * Punctuation that PostgreSQL would take for a part of a word, as in an address, is cut away. A
   * deleted message has no words, and loses those that it had: its deletion is an event of its own.
   */
  private static final String INDEX =
      """
      WITH behind AS (
        SELECT id, channel_id, from_seq,
               least(last_seq, from_seq + $1) AS to_seq,
               sum(least(last_seq - from_seq, $1)) OVER (ORDER BY last_activity_at, id)
                 - least(last_seq - from_seq, $1) AS before
        FROM (%s) c
      ), taken AS (
        SELECT * FROM behind WHERE before < $1
      ), events AS (
        SELECT t.channel_id, e.conversation_id, e.seq, e.type, e.body
        FROM taken t CROSS JOIN LATERAL (
          SELECT conversation_id, seq, type, body FROM conversation_event
          WHERE conversation_id = t.id AND seq > t.from_seq AND seq <= t.to_seq OFFSET 0) e
        WHERE e.type IN ('message-sent', 'message-deleted')
      ), forgotten AS (
        DELETE FROM message_search m USING events e
        WHERE e.type = 'message-deleted' AND m.conversation_id = e.conversation_id
          AND m.seq = (e.body ->> 'deletedSeq')::bigint
      ), indexed AS (
        INSERT INTO message_search (conversation_id, seq, channel_id, words)
        SELECT conversation_id, seq, channel_id, strip(to_tsvector('simple',
          translate(body ->> 'text', '@.-/_:+&=?#~%%*''"<>\\', repeat(' ', 19))))
        FROM events WHERE type = 'message-sent' AND body ->> 'text' IS NOT NULL
        ON CONFLICT DO NOTHING
      )
      INSERT INTO message_search_progress AS p (conversation_id, seq)
      SELECT id, to_seq FROM taken
      ON CONFLICT (conversation_id) DO UPDATE SET seq = greatest(p.seq, excluded.seq)
      RETURNING (SELECT sum(to_seq - from_seq) FROM taken)::bigint AS events""";

  private static final String INDEX_RECENT = INDEX.formatted(RECENT);
  private static final String INDEX_SWEPT = INDEX.formatted(SWEPT);

  private final Pool pool;
  private final SearchConfig config;
  private volatile UUID swept = START;

  MessageIndexer(Pool pool, SearchConfig config) {
    this.pool = pool;
    this.config = config;
  }

  @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  Uni<Void> rounds() {
    return Multi.createBy()
        .repeating()
        .uni(this::round)
        .whilst(full -> full)
        .collect()
        .last()
        .replaceWithVoid();
  }

  /** Returns, after its rest, whether it left recent events for another round. */
  private Uni<Boolean> round() {
    long begun = System.nanoTime();
    return pool.withTransaction(this::roundIn)
        .onFailure()
        .invoke(failure -> LOG.warnf("Messages become findable later: %s", failure))
        .onFailure()
        .recoverWithItem(false)
        .call(
            () -> {
              Duration took = Duration.ofNanos(System.nanoTime() - begun);
              Duration rest = took.multipliedBy(config.rest()).plusMillis(1);
              return Uni.createFrom().voidItem().onItem().delayIt().by(rest);
            });
  }

  private Uni<Boolean> roundIn(SqlConnection transaction) {
    return transaction
        .query(LOCK)
        .execute()
        .map(rows -> rows.iterator().next().getBoolean("mine"))
        .flatMap(mine -> mine ? index(transaction) : Uni.createFrom().item(false));
  }

  private Uni<Boolean> index(SqlConnection transaction) {
    long lookBack = config.lookBack().toSeconds();
    return transaction
        .query(LIGHT)
        .execute()
        .chain(
            () ->
                transaction
                    .preparedQuery(INDEX_RECENT)
                    .execute(Tuple.of((long) config.eventsPerRound(), (double) lookBack)))
        .flatMap(
            recent ->
                recent.rowCount() > 0
                    ? Uni.createFrom().item(events(recent) >= config.eventsPerRound())
                    : sweep(transaction).replaceWith(false));
  }

  /** Every row of the answer has the number of events that were read for all. */
  private static long events(RowSet<Row> indexed) {
    return indexed.iterator().next().getLong("events");
  }

  /** Only when there is nothing recent to do: what was missed once can wait a little more. */
  private Uni<Void> sweep(SqlConnection transaction) {
    UUID from = swept;
    return transaction
        .preparedQuery(INDEX_SWEPT)
        .execute(Tuple.of((long) config.eventsPerRound(), from, config.sweepPerRound()))
        .flatMap(
            indexed ->
                // As long as there was something to do here, the next round looks here again.
                indexed.rowCount() > 0
                    ? Uni.createFrom().voidItem()
                    : transaction
                        .preparedQuery(SWEEP_END)
                        .execute(Tuple.of(from, config.sweepPerRound() - 1))
                        .invoke(rows -> swept = end(rows))
                        .replaceWithVoid());
  }

  private static UUID end(RowSet<Row> rows) {
    for (Row row : rows) {
      return row.getUUID("id");
    }
    return START;
  }
}
