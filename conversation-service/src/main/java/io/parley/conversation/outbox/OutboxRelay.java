package io.parley.conversation.outbox;

import io.parley.contracts.topic.Topic;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Brings the outbox to Kafka: takes rows in order, publishes them, and deletes them once Kafka has
 * confirmed all. Killed in between, the rows are still there and go out again.
 *
 * <p>Any number of instances may run: a round is one transaction under an advisory lock, so rounds
 * follow one another and the events of a conversation stay in order. Rows are never skipped by an
 * "id greater than the last": ids commit out of order, and what is there is taken.
 */
@ApplicationScoped
class OutboxRelay {
  private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

  /**
   * A statement of its own: only one begun after the lock is held sees what the last round deleted.
   * Any number that nobody else in this database locks. Losing the deletion in a crash publishes
   * rows twice, which consumers expect: no need to wait for the disk. A relay that hangs must give
   * its lock back.
   */
  private static final String LOCK =
      """
      SELECT pg_advisory_xact_lock(1886351980), set_config('synchronous_commit', 'off', true),
        set_config('idle_in_transaction_session_timeout', '30s', true)""";

  private static final String TAKE =
      """
      DELETE FROM outbox WHERE id = ANY(ARRAY(SELECT id FROM outbox ORDER BY id LIMIT $1))
      RETURNING id, topics, bodies, traceparents,
        extract(epoch FROM clock_timestamp() - created_at)::float8 AS age""";

  private final Pool pool;
  private final EventPublisher publisher;
  private final RelayBell bell;
  private final OutboxConfig config;
  private final RelayStatus status;

  private volatile boolean stopping;
  private Thread thread;

  OutboxRelay(
      Pool pool,
      EventPublisher publisher,
      RelayBell bell,
      OutboxConfig config,
      RelayStatus status) {
    this.pool = pool;
    this.publisher = publisher;
    this.bell = bell;
    this.config = config;
    this.status = status;
  }

  void start(@Observes StartupEvent startup) {
    thread = Thread.ofPlatform().name("outbox-relay").start(this::run);
  }

  /** Before the producer and the pool go. */
  void stop(@Observes @Priority(1) ShutdownEvent shutdown) throws InterruptedException {
    stopping = true;
    bell.ring();
    // One that hangs is left: what it took is still in the outbox.
    thread.join(Duration.ofSeconds(5));
  }

  private void run() {
    Duration pause = Duration.ofMillis(100);
    while (!stopping) {
      try {
        boolean more = round();
        pause = Duration.ofMillis(100);
        if (!more) {
          // Whoever commits after that round has looked rings.
          bell.await(config.idleRound());
        }
      } catch (InterruptedException e) {
        return;
      } catch (Exception e) {
        status.failed(e);
        LOG.warnf("Events wait in the outbox; trying again in %d ms: %s", pause.toMillis(), e);
        pause = pauseAfterFailure(pause);
      }
    }
  }

  private Duration pauseAfterFailure(Duration pause) {
    try {
      // A bell must not cut this short: every message would ring it while Kafka is down.
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      stopping = true;
    }
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(config.longestPause()) > 0 ? config.longestPause() : doubled;
  }

  /** Returns whether it took as many rows as it may, so that more may be there already. */
  private boolean round() throws InterruptedException, ExecutionException, TimeoutException {
    SqlConnection connection = pool.getConnection().await().atMost(Duration.ofSeconds(5));
    boolean committed = false;
    try {
      List<Row> rows = await(take(connection));
      status.oldest(rows.isEmpty() ? 0 : rows.getFirst().getDouble("age"));
      List<OutboxRecord> records = records(rows);
      publisher.publish(records);
      await(connection.query("COMMIT").execute());
      committed = true;
      status.succeeded(records.size());
      return rows.size() == config.rowsPerRound();
    } finally {
      Uni<Void> end =
          committed
              ? Uni.createFrom().voidItem()
              : connection.query("ROLLBACK").execute().replaceWithVoid();
      end.onFailure().recoverWithNull().eventually(connection::close).subscribe().with(x -> {});
    }
  }

  private Uni<List<Row>> take(SqlConnection connection) {
    return Uni.combine()
        .all()
        .unis(
            connection.query("BEGIN").execute(),
            connection.preparedQuery(LOCK).execute(),
            connection.preparedQuery(TAKE).execute(Tuple.of(config.rowsPerRound())))
        .asTuple()
        .map(answers -> inOrder(answers.getItem3()));
  }

  private static List<Row> inOrder(RowSet<Row> rows) {
    List<Row> sorted = new ArrayList<>(rows.size());
    rows.forEach(sorted::add);
    sorted.sort(Comparator.comparing(row -> row.getLong("id")));
    return sorted;
  }

  private static List<OutboxRecord> records(List<Row> rows) {
    List<OutboxRecord> records = new ArrayList<>();
    for (Row row : rows) {
      String[] topics = row.getArrayOfStrings("topics");
      String[] bodies = row.getArrayOfStrings("bodies");
      String[] traceparents = row.getArrayOfStrings("traceparents");
      for (int i = 0; i < topics.length; i++) {
        records.add(
            new OutboxRecord(
                Topic.byName(topics[i]).orElseThrow(),
                bodies[i],
                traceparents == null ? null : traceparents[i]));
      }
    }
    return records;
  }

  private static <T> T await(Uni<T> uni) {
    return uni.await().atMost(Duration.ofSeconds(40));
  }
}
