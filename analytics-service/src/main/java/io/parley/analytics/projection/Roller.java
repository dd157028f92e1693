package io.parley.analytics.projection;

import io.parley.analytics.figure.Count;
import io.parley.analytics.figure.Cover.Period;
import io.parley.analytics.figure.Durations;
import io.parley.analytics.figure.Facts;
import io.parley.analytics.figure.Interval;
import io.parley.analytics.figure.Level;
import io.parley.analytics.figure.Tallies;
import io.parley.analytics.figure.Tally;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Adds up closed periods. A roll-up is made whole from its period's facts and counts, never
 * changed: late facts make it stale, and it is made again. For the one thread that writes the
 * generation, between its batches.
 */
public final class Roller {
  private static final String CLOSED =
      """
      SELECT channel_id, level, starts_at FROM {}.stale
      WHERE starts_at + (ARRAY[%s])[level + 1] <= ? LIMIT ?"""
          .formatted(
              Arrays.stream(Level.values())
                  .map(level -> level.micros() + "::bigint")
                  .collect(Collectors.joining(", ")));
  private static final String REMOVE =
      "DELETE FROM {}.rollup WHERE channel_id = ? AND level = ? AND starts_at = ?";
  private static final String FRESH =
      "DELETE FROM {}.stale WHERE channel_id = ? AND level = ? AND starts_at = ?";
  private static final String ADD = add();

  private final Generation generation;

  public Roller(Generation generation) {
    this.generation = generation;
  }

  private record StalePeriod(String channelId, Period period) {}

  /**
   * Rolls up some of the periods that ended before {@code now}.
   *
   * @return how many; fewer than {@code limit} when none is left
   */
  public int roll(Connection connection, long now, int limit) throws SQLException {
    boolean done = false;
    connection.setAutoCommit(false);
    try {
      List<StalePeriod> closed = closed(connection, now, limit);
      Figures figures = new Figures(generation, connection);
      for (StalePeriod each : closed) {
        remove(connection, REMOVE, each);
        add(connection, each, figures.ofFacts(each.channelId(), each.period()));
        remove(connection, FRESH, each);
      }
      connection.commit();
      done = true;
      return closed.size();
    } finally {
      if (!done) {
        connection.rollback();
      }
      connection.setAutoCommit(true);
    }
  }

  private List<StalePeriod> closed(Connection connection, long now, int limit) throws SQLException {
    List<StalePeriod> closed = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(generation.sql(CLOSED))) {
      new Sql(connection, statement).number(now).number(limit);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          closed.add(
              new StalePeriod(
                  row.getString(1), new Period(Level.byCode(row.getInt(2)), row.getLong(3))));
        }
      }
    }
    return closed;
  }

  private void remove(Connection connection, String statement, StalePeriod each)
      throws SQLException {
    try (PreparedStatement prepared = connection.prepareStatement(generation.sql(statement))) {
      new Sql(connection, prepared)
          .text(each.channelId())
          .number(each.period().level().code())
          .number(each.period().start());
      prepared.executeUpdate();
    }
  }

  private void add(Connection connection, StalePeriod each, Tallies tallies) throws SQLException {
    Map<String, Tally> rows = new HashMap<>(tallies.agents());
    rows.put(Facts.NOBODY, tallies.whole());
    try (PreparedStatement prepared = connection.prepareStatement(generation.sql(ADD))) {
      for (Map.Entry<String, Tally> row : rows.entrySet()) {
        Sql sql =
            new Sql(connection, prepared)
                .text(each.channelId())
                .number(each.period().level().code())
                .number(each.period().start())
                .text(row.getKey());
        for (Count count : Count.values()) {
          sql.number(row.getValue().get(count));
        }
        for (Interval interval : Interval.values()) {
          Durations durations = row.getValue().get(interval);
          sql.number(durations.n()).number(durations.sum()).bytes(durations.sketchBytes());
        }
        prepared.addBatch();
      }
      prepared.executeBatch();
    }
  }

  private static String add() {
    List<String> columns = new ArrayList<>(List.of("channel_id", "level", "starts_at", "agent_id"));
    for (Count count : Count.values()) {
      columns.add(count.column());
    }
    for (Interval interval : Interval.values()) {
      columns.addAll(
          List.of(
              interval.column() + "_n", interval.column() + "_sum", interval.column() + "_sketch"));
    }
    return "INSERT INTO {}.rollup (%s) VALUES (%s)"
        .formatted(
            String.join(", ", columns),
            columns.stream().map(column -> "?").collect(Collectors.joining(", ")));
  }
}
