package io.parley.analytics.projection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Map.Entry;
import org.apache.kafka.common.TopicPartition;

/**
 * Where to read on in Kafka: kept with the figures, so that both are right or both are not there.
 */
public final class Positions {
  private static final String STORE =
      """
      INSERT INTO {}.position (topic, partition, next_offset)
      SELECT * FROM unnest(?::text[], ?::int[], ?::bigint[])
      ON CONFLICT (topic, partition) DO UPDATE SET next_offset = excluded.next_offset""";

  private final Generation generation;

  public Positions(Generation generation) {
    this.generation = generation;
  }

  public Map<TopicPartition, Long> load(Connection connection) throws SQLException {
    Map<TopicPartition, Long> positions = new HashMap<>();
    try (PreparedStatement statement =
            connection.prepareStatement(
                generation.sql("SELECT topic, partition, next_offset FROM {}.position"));
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        positions.put(new TopicPartition(row.getString(1), row.getInt(2)), row.getLong(3));
      }
    }
    return positions;
  }

  public void store(Connection connection, Map<TopicPartition, Long> next) throws SQLException {
    if (next.isEmpty()) {
      return;
    }
    Collection<Entry<TopicPartition, Long>> rows = next.entrySet();
    try (PreparedStatement statement = connection.prepareStatement(generation.sql(STORE))) {
      new Sql(connection, statement)
          .texts(rows, row -> row.getKey().topic())
          .numbers(rows, row -> row.getKey().partition())
          .numbers(rows, Entry::getValue);
      statement.executeUpdate();
    }
  }
}
