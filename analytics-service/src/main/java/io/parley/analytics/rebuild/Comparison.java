package io.parley.analytics.rebuild;

import io.parley.analytics.projection.Generation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares two builds of the projection, row by row. Both follow the log, each at its own pace: of
 * conversations that have not got equally far nothing is said, nor of counts of the last hour.
 */
final class Comparison {
  /** Conversations that have got equally far in both. */
  private static final String SETTLED =
      """
      WITH settled AS MATERIALIZED (
        SELECT a.id FROM {a}.conversation a JOIN {b}.conversation b ON b.id = a.id AND b.seq = a.seq)
      """;

  private static final Map<String, List<String>> KEYED_BY_CONVERSATION =
      Map.of(
          "turn",
          List.of("channel_id, ended_at, conversation_id, seq, agent_id, started_at, first"),
          "cycle",
          List.of(
              "channel_id, finished_at, conversation_id, cycle, finished_by, opened_at, taken_at"),
          "share",
          List.of("channel_id, finished_at, conversation_id, cycle, agent_id, micros"));

  private static final String STANDINGS =
      """
      SELECT count(*) FROM {a}.conversation a JOIN {b}.conversation b ON b.id = a.id
      WHERE b.seq = a.seq AND a IS DISTINCT FROM b""";

  private final Generation one;
  private final Generation other;

  Comparison(Generation one, Generation other) {
    this.one = one;
    this.other = other;
  }

  /** How many rows differ, by table; in one transaction of one moment. */
  Map<String, Long> differences(Connection connection, long countsUntil) throws SQLException {
    Map<String, Long> differences = new LinkedHashMap<>();
    differences.put("conversation", count(connection, STANDINGS));
    for (Map.Entry<String, List<String>> table : KEYED_BY_CONVERSATION.entrySet()) {
      String rows =
          "SELECT %s FROM {x}.%s WHERE conversation_id IN (SELECT id FROM settled)"
              .formatted(table.getValue().getFirst(), table.getKey());
      differences.put(table.getKey(), count(connection, SETTLED + symmetric(rows)));
    }
    String counts = "SELECT * FROM {x}.counted WHERE starts_at < " + countsUntil;
    differences.put("counted", count(connection, symmetric(counts)));
    return differences;
  }

  private static String symmetric(String rows) {
    String a = rows.replace("{x}", "{a}");
    String b = rows.replace("{x}", "{b}");
    return "SELECT (SELECT count(*) FROM (%s EXCEPT %s) d) + (SELECT count(*) FROM (%s EXCEPT %s) d)"
        .formatted(a, b, b, a);
  }

  private long count(Connection connection, String statement) throws SQLException {
    String sql = statement.replace("{a}", one.schema()).replace("{b}", other.schema());
    try (PreparedStatement prepared = connection.prepareStatement(sql);
        ResultSet row = prepared.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
