package io.parley.analytics.projection;

import io.parley.analytics.figure.Count;
import io.parley.analytics.figure.Cover;
import io.parley.analytics.figure.Cover.Period;
import io.parley.analytics.figure.Cover.Stretch;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Adds up windows of a channel: whole periods from roll-ups, the rest from facts, so that the cost
 * depends on the window and not on what lies before it. Counts are kept by quarter of an hour: at
 * the edges of a window that is not made of quarters they are left out, intervals never.
 */
public final class Figures {
  private static final String STALE =
      """
      SELECT level, starts_at FROM {}.stale
      WHERE channel_id = ? AND starts_at >= ? AND starts_at < ?""";
  private static final String TURNS =
      """
      SELECT s.place, t.agent_id, t.ended_at - t.started_at, t.first
      FROM unnest(?::int[], ?::bigint[], ?::bigint[]) AS s(place, since, until)
      JOIN {}.turn t ON t.channel_id = ? AND t.ended_at >= s.since AND t.ended_at < s.until""";
  private static final String CYCLES =
      """
      SELECT s.place, c.finished_by, c.finished_at - c.taken_at, c.finished_at - c.opened_at
      FROM unnest(?::int[], ?::bigint[], ?::bigint[]) AS s(place, since, until)
      JOIN {}.cycle c
        ON c.channel_id = ? AND c.finished_at >= s.since AND c.finished_at < s.until""";
  private static final String SHARES =
      """
      SELECT s.place, c.agent_id, c.micros
      FROM unnest(?::int[], ?::bigint[], ?::bigint[]) AS s(place, since, until)
      JOIN {}.share c
        ON c.channel_id = ? AND c.finished_at >= s.since AND c.finished_at < s.until""";
  private static final String COUNTS =
      """
      SELECT s.place, c.* FROM unnest(?::int[], ?::bigint[], ?::bigint[]) AS s(place, since, until)
      JOIN {}.counted c
        ON c.channel_id = ? AND c.starts_at >= s.since AND c.starts_at < s.until""";
  private static final String ROLLUPS =
      """
      SELECT p.place, r.* FROM unnest(?::int[], ?::int[], ?::bigint[]) AS p(place, level, start)
      JOIN {}.rollup r ON r.channel_id = ? AND r.level = p.level AND r.starts_at = p.start""";

  private final Generation generation;
  private final Connection connection;

  public Figures(Generation generation, Connection connection) {
    this.generation = generation;
    this.connection = connection;
  }

  /** Whose figures are asked for; each costs more than the one before it. */
  public enum Who {
    /** The channel as a whole, without its agents; nothing is counted, intervals are there. */
    WHOLE_WITHOUT_COUNTS,
    /** The channel as a whole, without its agents. */
    WHOLE,
    /** The channel as a whole, and each of its agents. */
    EVERYBODY
  }

  /** A window's figures, one for each pair of neighbouring edges. */
  public List<Tallies> read(String channelId, List<Long> edges, Who who) throws SQLException {
    Set<Period> stale = stale(channelId, edges.getFirst(), edges.getLast());
    List<Placed<Period>> periods = new ArrayList<>();
    List<Placed<Stretch>> stretches = new ArrayList<>();
    List<Tallies> tallies = new ArrayList<>();
    for (int i = 0; i < edges.size() - 1; i++) {
      int place = i;
      Cover cover = Cover.of(edges.get(i), edges.get(i + 1), stale::contains);
      cover.periods().forEach(period -> periods.add(new Placed<>(place, period)));
      cover.stretches().forEach(stretch -> stretches.add(new Placed<>(place, stretch)));
      tallies.add(new Tallies());
    }
    addRollups(channelId, periods, who, tallies);
    addFacts(channelId, stretches, who, tallies);
    return tallies;
  }

  /** One period, from its facts and counts alone. */
  Tallies ofFacts(String channelId, Period period) throws SQLException {
    List<Tallies> one = List.of(new Tallies());
    Stretch all = new Stretch(period.start(), period.end());
    addFacts(channelId, List.of(new Placed<>(0, all)), Who.EVERYBODY, one);
    return one.getFirst();
  }

  /** Something that belongs to the window at {@code place}. */
  private record Placed<T>(int place, T value) {}

  private Set<Period> stale(String channelId, long from, long to) throws SQLException {
    Set<Period> stale = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(generation.sql(STALE))) {
      new Sql(connection, statement).text(channelId).number(Level.DAY.floor(from)).number(to);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          stale.add(new Period(Level.byCode(row.getInt(1)), row.getLong(2)));
        }
      }
    }
    return stale;
  }

  private void addRollups(
      String channelId, List<Placed<Period>> periods, Who who, List<Tallies> tallies)
      throws SQLException {
    if (periods.isEmpty()) {
      return;
    }
    String statement = ROLLUPS + (who == Who.EVERYBODY ? "" : " AND r.agent_id = ''");
    try (PreparedStatement prepared = connection.prepareStatement(generation.sql(statement))) {
      new Sql(connection, prepared)
          .numbers(periods, Placed::place)
          .numbers(periods, p -> p.value().level().code())
          .numbers(periods, p -> p.value().start())
          .text(channelId);
      try (ResultSet row = prepared.executeQuery()) {
        while (row.next()) {
          Tallies window = tallies.get(row.getInt("place"));
          String agent = row.getString("agent_id");
          add(row, agent.equals(Facts.NOBODY) ? window.whole() : window.agent(agent));
        }
      }
    }
  }

  private static void add(ResultSet row, Tally tally) throws SQLException {
    for (Count count : Count.values()) {
      tally.add(count, row.getLong(count.column()));
    }
    for (Interval interval : Interval.values()) {
      String column = interval.column();
      tally
          .get(interval)
          .add(
              row.getLong(column + "_n"),
              row.getLong(column + "_sum"),
              row.getBytes(column + "_sketch"));
    }
  }

  private void addFacts(
      String channelId, List<Placed<Stretch>> stretches, Who who, List<Tallies> tallies)
      throws SQLException {
    if (stretches.isEmpty()) {
      return;
    }
    each(
        TURNS,
        channelId,
        stretches,
        row ->
            tallies.get(row.getInt(1)).turn(row.getString(2), row.getLong(3), row.getBoolean(4)));
    each(
        CYCLES,
        channelId,
        stretches,
        row ->
            tallies.get(row.getInt(1)).finished(row.getString(2), row.getLong(3), row.getLong(4)));
    if (who == Who.EVERYBODY) {
      each(
          SHARES,
          channelId,
          stretches,
          row -> tallies.get(row.getInt(1)).share(row.getString(2), row.getLong(3)));
    }
    if (who == Who.WHOLE_WITHOUT_COUNTS) {
      return;
    }
    each(
        COUNTS,
        channelId,
        stretches,
        row -> {
          Tallies window = tallies.get(row.getInt("place"));
          for (Count count : Count.values()) {
            long times = row.getLong(count.column());
            if (times != 0) {
              window.count(row.getString("agent_id"), count, times);
            }
          }
        });
  }

  @FunctionalInterface
  private interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  private void each(
      String statement, String channelId, List<Placed<Stretch>> stretches, RowReader reader)
      throws SQLException {
    try (PreparedStatement prepared = connection.prepareStatement(generation.sql(statement))) {
      new Sql(connection, prepared)
          .numbers(stretches, Placed::place)
          .numbers(stretches, s -> s.value().from())
          .numbers(stretches, s -> s.value().to())
          .text(channelId);
      prepared.setFetchSize(10_000);
      try (ResultSet row = prepared.executeQuery()) {
        while (row.next()) {
          reader.read(row);
        }
      }
    }
  }
}
