package io.parley.analytics.projection;

import io.parley.analytics.figure.Count;
import io.parley.analytics.figure.Durations;
import io.parley.analytics.figure.Interval;
import io.parley.analytics.figure.Level;
import io.parley.analytics.figure.Tallies;
import io.parley.analytics.figure.Tally;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One number for all figures of a generation, read as questions read them: of each channel, hour by
 * hour from its first event, for the whole and for each agent. Equal for two generations exactly
 * when each of these figures is.
 */
public final class FigureChecksum {
  private static final String CHANNELS =
      "SELECT channel_id, min(starts_at) FROM {}.counted GROUP BY channel_id";

  /** Hours read at once. */
  private static final int STRIDE = 24 * 31;

  private FigureChecksum() {}

  /**
   * The SHA-256, as hexadecimal digits.
   *
   * @param until where the last hour ends; the beginning of an hour, in microseconds
   */
  public static String of(Generation generation, Connection connection, long until)
      throws SQLException {
    MessageDigest digest = sha256();
    Figures figures = new Figures(generation, connection);
    for (Map.Entry<String, Long> channel : channels(generation, connection).entrySet()) {
      long from = Level.HOUR.floor(channel.getValue());
      while (from < until) {
        List<Long> edges = new ArrayList<>();
        for (long at = from; at <= until && edges.size() <= STRIDE; at += Level.HOUR.micros()) {
          edges.add(at);
        }
        List<Tallies> hours = figures.read(channel.getKey(), edges, Figures.Who.EVERYBODY);
        for (int i = 0; i < hours.size(); i++) {
          digest.update(text(channel.getKey(), edges.get(i), hours.get(i)));
        }
        from = edges.getLast();
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static Map<String, Long> channels(Generation generation, Connection connection)
      throws SQLException {
    Map<String, Long> channels = new TreeMap<>();
    try (PreparedStatement statement = connection.prepareStatement(generation.sql(CHANNELS));
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        channels.put(row.getString(1), row.getLong(2));
      }
    }
    return channels;
  }

  private static byte[] text(String channelId, long hour, Tallies tallies) {
    StringBuilder text = new StringBuilder();
    append(text, channelId, hour, "", tallies.whole());
    tallies.agents().forEach((agent, tally) -> append(text, channelId, hour, agent, tally));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void append(
      StringBuilder text, String channelId, long hour, String agent, Tally tally) {
    if (tally.isEmpty()) {
      return;
    }
    text.append(channelId).append('|').append(hour).append('|').append(agent);
    for (Count count : Count.values()) {
      text.append('|').append(tally.get(count));
    }
    for (Interval interval : Interval.values()) {
      Durations durations = tally.get(interval);
      text.append('|').append(durations.n()).append('|').append(durations.sum());
      text.append('|').append(durations.quantile(0.5)).append('|').append(durations.quantile(0.9));
    }
    text.append('\n');
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
