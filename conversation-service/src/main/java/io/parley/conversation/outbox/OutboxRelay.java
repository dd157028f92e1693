package io.parley.conversation.outbox;

import io.agroal.api.AgroalDataSource;
import io.parley.contracts.topic.Topic;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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
 * <p>It has a thread of its own and blocks, over JDBC: on the event loop, which all that is stored
 * goes through, each of its steps waited for others and made them wait.
 *
 * <p>Any number of instances may run: a round is one transaction under an advisory lock, so rounds
 * follow one another and the events of a conversation stay in order. Rows are never skipped by an
 * "id greater than the last": ids commit out of order, and what is there is taken.
 */
@ApplicationScoped
class OutboxRelay {
  private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

  /**
   * Sent together, and two statements nevertheless: only one begun after the lock is held sees what
   * the last round deleted. The number is any that nobody else in this database locks. Losing the
   * deletion in a crash publishes rows twice, which consumers expect: no need to wait for the disk.
   * A relay that hangs must give its lock back.
   */
  private static final String LOCK_AND_TAKE =
      """
      SELECT pg_advisory_xact_lock(1886351980), set_config('synchronous_commit', 'off', true),
        set_config('idle_in_transaction_session_timeout', '30s', true);
      DELETE FROM outbox WHERE id = ANY(ARRAY(SELECT id FROM outbox ORDER BY id LIMIT ?))
      RETURNING id, topics, bodies, traceparents,
        extract(epoch FROM clock_timestamp() - created_at)::float8 AS age""";

  /** A round that waits for another instance's may take as long as that one's patience. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final AgroalDataSource database;
  private final EventPublisher publisher;
  private final RelayBell bell;
  private final OutboxConfig config;
  private final RelayStatus status;

  private volatile boolean stopping;
  private Thread thread;

  OutboxRelay(
      AgroalDataSource database,
      EventPublisher publisher,
      RelayBell bell,
      OutboxConfig config,
      RelayStatus status) {
    this.database = database;
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
  private boolean round()
      throws SQLException, InterruptedException, ExecutionException, TimeoutException {
    try (Connection connection = database.getConnection();
        Round round = Round.begin(connection)) {
      List<Owed> owed = take(connection);
      status.oldest(owed.isEmpty() ? 0 : owed.getFirst().age());
      List<OutboxRecord> records = owed.stream().flatMap(row -> row.records().stream()).toList();
      publisher.publish(records);
      round.commit();
      status.succeeded(records.size());
      return owed.size() == config.rowsPerRound();
    }
  }

  /** A transaction that is rolled back unless it was committed. */
  private record Round(Connection connection) implements AutoCloseable {
    static Round begin(Connection connection) throws SQLException {
      connection.setNetworkTimeout(Runnable::run, Math.toIntExact(PATIENCE.toMillis()));
      connection.setAutoCommit(false);
      return new Round(connection);
    }

    void commit() throws SQLException {
      connection.commit();
    }

    /** Before auto-commit is on again, which would commit. */
    @Override
    public void close() throws SQLException {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /**
   * A row of the outbox.
   *
   * @param age seconds since it was written
   */
  private record Owed(long id, List<OutboxRecord> records, double age) {}

  private List<Owed> take(Connection connection) throws SQLException {
    List<Owed> taken = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(LOCK_AND_TAKE)) {
      statement.setInt(1, config.rowsPerRound());
      statement.execute();
      statement.getMoreResults();
      try (ResultSet rows = statement.getResultSet()) {
        while (rows.next()) {
          taken.add(new Owed(rows.getLong("id"), records(rows), rows.getDouble("age")));
        }
      }
    }
    taken.sort(Comparator.comparingLong(Owed::id));
    return taken;
  }

  private static List<OutboxRecord> records(ResultSet row) throws SQLException {
    String[] topics = strings(row, "topics");
    String[] bodies = strings(row, "bodies");
    String[] traceparents = strings(row, "traceparents");
    List<OutboxRecord> records = new ArrayList<>(topics.length);
    for (int i = 0; i < topics.length; i++) {
      records.add(
          new OutboxRecord(
              Topic.byName(topics[i]).orElseThrow(),
              bodies[i],
              traceparents == null ? null : traceparents[i]));
    }
    return records;
  }

  private static String[] strings(ResultSet row, String column) throws SQLException {
    Array array = row.getArray(column);
    return array == null ? null : (String[]) array.getArray();
  }
}
