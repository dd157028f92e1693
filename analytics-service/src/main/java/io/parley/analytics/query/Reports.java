package io.parley.analytics.query;

import io.parley.analytics.figure.Micros;
import io.parley.analytics.figure.Tallies;
import io.parley.analytics.figure.Tally;
import io.parley.analytics.identity.AccessibleChannel;
import io.parley.analytics.projection.Figures;
import io.parley.analytics.projection.Generation;
import io.parley.analytics.query.Report.AgentRow;
import io.parley.analytics.query.Report.HourOfWeek;
import io.parley.analytics.query.Report.ReportFigures;
import io.parley.analytics.query.Report.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes reports. */
@ApplicationScoped
class Reports {
  private static final String NAMES = "SELECT id, name FROM {}.agent WHERE id = ANY(?)";
  private static final String CAME_IN =
      """
      SELECT starts_at, opened, follower_messages FROM {}.counted
      WHERE channel_id = ? AND agent_id = '' AND starts_at >= ? AND starts_at < ?""";
  private static final int HOURS_A_DAY = 24;

  private final Snapshot snapshot;

  Reports(Snapshot snapshot) {
    this.snapshot = snapshot;
  }

  Report read(AccessibleChannel channel, Window window, Optional<String> agentId)
      throws SQLException {
    return snapshot.ask(
        (generation, connection) -> {
          Figures figures = new Figures(generation, connection);
          List<Instant> edges = window.edges();
          Tallies all =
              figures
                  .read(
                      channel.id(),
                      List.of(Micros.of(window.from()), Micros.of(window.to())),
                      Figures.Who.EVERYBODY)
                  .getFirst();
          List<Tallies> buckets =
              figures.read(
                  channel.id(),
                  edges.stream().map(Micros::of).toList(),
                  agentId.isEmpty() ? Figures.Who.WHOLE : Figures.Who.EVERYBODY);
          List<Row> rows = new ArrayList<>();
          for (int i = 0; i < buckets.size(); i++) {
            rows.add(
                new Row(
                    edges.get(i),
                    edges.get(i + 1),
                    ReportFigures.of(pick(buckets.get(i), agentId))));
          }
          return new Report(
              channel.id(),
              window.from(),
              window.to(),
              window.bucket(),
              window.zone().getId(),
              agentId.orElse(null),
              ReportFigures.of(pick(all, agentId)),
              rows,
              agents(generation, connection, all, agentId),
              hoursOfWeek(generation, connection, channel, window));
        });
  }

  private static Tally pick(Tallies tallies, Optional<String> agentId) {
    return agentId
        .map(id -> tallies.agents().getOrDefault(id, new Tally()))
        .orElseGet(tallies::whole);
  }

  private static List<AgentRow> agents(
      Generation generation, Connection connection, Tallies all, Optional<String> agentId)
      throws SQLException {
    Map<String, Tally> agents = new HashMap<>(all.agents());
    agents.keySet().removeIf(id -> agentId.isPresent() && !agentId.get().equals(id));
    Map<String, String> names = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(generation.sql(NAMES))) {
      statement.setArray(
          1, connection.createArrayOf("text", agents.keySet().toArray(String[]::new)));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          names.put(row.getString(1), row.getString(2));
        }
      }
    }
    return agents.entrySet().stream()
        .map(
            agent ->
                new AgentRow(
                    agent.getKey(),
                    names.getOrDefault(agent.getKey(), agent.getKey()),
                    ReportFigures.of(agent.getValue())))
        .sorted(Comparator.comparing(AgentRow::name).thenComparing(AgentRow::id))
        .toList();
  }

  private static List<HourOfWeek> hoursOfWeek(
      Generation generation, Connection connection, AccessibleChannel channel, Window window)
      throws SQLException {
    Map<Integer, HourOfWeek> hours = new TreeMap<>();
    try (PreparedStatement statement = connection.prepareStatement(generation.sql(CAME_IN))) {
      statement.setString(1, channel.id());
      statement.setLong(2, Micros.of(window.from()));
      statement.setLong(3, Micros.of(window.to()));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          ZonedDateTime local = Micros.toInstant(row.getLong(1)).atZone(window.zone());
          int day = local.getDayOfWeek().getValue();
          hours.merge(
              day * HOURS_A_DAY + local.getHour(),
              new HourOfWeek(day, local.getHour(), row.getLong(2), row.getLong(3)),
              Reports::together);
        }
      }
    }
    return hours.values().stream()
        .filter(hour -> hour.opened() + hour.followerMessages() > 0)
        .toList();
  }

  private static HourOfWeek together(HourOfWeek one, HourOfWeek other) {
    return new HourOfWeek(
        one.day(),
        one.hour(),
        one.opened() + other.opened(),
        one.followerMessages() + other.followerMessages());
  }
}
