package io.parley.bench.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many rows of a message's size PostgreSQL commits in a second when nothing else is asked of
 * it: one table, one index, one round trip for each commit, {@code synchronous_commit=on}.
 */
public final class CommitRate {
  private static final String SCHEMA = "parley_bench";
  private static final String ROW = "x".repeat(300);

  private final String jdbcUrl;
  private final String user;
  private final String password;

  public CommitRate(String jdbcUrl, String user, String password) {
    this.jdbcUrl = jdbcUrl;
    this.user = user;
    this.password = password;
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl, user, password);
  }

  /** Runs {@code work} with a scratch schema that is dropped afterwards. */
  public void inScratch(SqlWork work) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA IF EXISTS " + SCHEMA + " CASCADE");
      statement.execute("CREATE SCHEMA " + SCHEMA);
      try {
        statement.execute(
            "CREATE TABLE "
                + SCHEMA
                + ".row (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text NOT NULL)");
        work.run();
      } finally {
        statement.execute("DROP SCHEMA " + SCHEMA + " CASCADE");
      }
    }
  }

  /** Something to do with the database. */
  @FunctionalInterface
  public interface SqlWork {
    void run() throws SQLException;
  }

  /**
   * Commits for a while and counts.
   *
   * @param connections working at the same time
   * @param rows in each commit
   * @param seconds measured, after a quarter as long to warm up
   * @return rows a second
   */
  public double rowsPerSecond(int connections, int rows, double seconds) throws SQLException {
    AtomicLong committed = new AtomicLong();
    long warm = System.nanoTime() + Math.round(seconds * 0.25e9);
    long end = warm + Math.round(seconds * 1e9);
    try (ExecutorService pool = Executors.newFixedThreadPool(connections)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        running.add(
            pool.submit(
                () -> {
                  commit(rows, warm, end, committed);
                  return null;
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new SQLException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    return committed.get() / seconds;
  }

  private void commit(int rows, long warm, long end, AtomicLong committed) throws SQLException {
    String insert =
        "INSERT INTO " + SCHEMA + ".row (body) SELECT ? FROM generate_series(1, " + rows + ")";
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(insert)) {
      for (long now = System.nanoTime(); now - end < 0; now = System.nanoTime()) {
        statement.setString(1, ROW);
        statement.executeUpdate();
        if (now - warm >= 0) {
          committed.addAndGet(rows);
        }
      }
    }
  }
}
