package io.parley.bench.scenario;

import io.parley.bench.postgres.CommitRate;
import java.sql.SQLException;

/** What the stack's PostgreSQL commits when only rows are asked of it. */
public final class PostgresScenario {
  private static final String SECTION =
      "PostgreSQL alone, rows of 300 bytes, synchronous_commit=on";

  private PostgresScenario() {}

  public static void run(Bench bench, double seconds) throws SQLException {
    CommitRate rate =
        new CommitRate(bench.stack().jdbcUrl("parley_conversation"), "parley", "parley");
    rate.inScratch(
        () -> {
          measure(bench, rate, 1, 1, seconds);
          measure(bench, rate, 8, 1, seconds);
          measure(bench, rate, 1, 100, seconds);
          measure(bench, rate, 2, 100, seconds);
        });
  }

  private static void measure(
      Bench bench, CommitRate rate, int connections, int rows, double seconds) throws SQLException {
    String name =
        "%d connection%s, %d row%s a commit"
            .formatted(connections, connections == 1 ? "" : "s", rows, rows == 1 ? "" : "s");
    bench.report().add(SECTION, name, rate.rowsPerSecond(connections, rows, seconds), "rows/s");
  }
}
