package io.parley.analytics.projection;

import io.parley.analytics.figure.Micros;
import io.parley.analytics.figure.Tallies;
import io.parley.analytics.figure.Tally;
import io.parley.contracts.event.ConversationEvent;
import io.parley.localstack.Infrastructure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

/** A projection of its own in the real database, which can be stopped and go on. */
public final class TestProjection implements AutoCloseable {
  private static final AtomicInteger NEXT = new AtomicInteger(1_000_000);

  private final Generation generation = new Generation(NEXT.incrementAndGet());
  private Connection connection;
  private Projection projection;

  public TestProjection() throws SQLException {
    restart();
    try (Statement statement = connection.createStatement()) {
      statement.execute(generation.sql("DROP SCHEMA IF EXISTS {} CASCADE"));
      statement.execute(generation.tables());
    }
  }

  /** As after a death: nothing is remembered but what was committed. */
  public void restart() throws SQLException {
    if (connection != null) {
      connection.close();
    }
    Properties properties = new Properties();
    Infrastructure infrastructure = Infrastructure.start();
    properties.put("user", infrastructure.environment().get("PARLEY_DATABASE_USER"));
    properties.put("password", infrastructure.environment().get("PARLEY_DATABASE_PASSWORD"));
    connection =
        DriverManager.getConnection(infrastructure.jdbcUrl("parley_analytics"), properties);
    projection = new Projection(generation);
  }

  public Projection.Outcome apply(List<ConversationEvent> events) throws SQLException {
    return projection.apply(connection, events, 0, more -> {});
  }

  /** Applies a batch and dies just before the commit. */
  public void dieBeforeCommit(List<ConversationEvent> events) throws SQLException {
    try {
      projection.apply(
          connection,
          events,
          0,
          more -> {
            throw new SQLException("Killed");
          });
    } catch (SQLException e) {
      restart();
    }
  }

  public void roll(Instant now) throws SQLException {
    Roller roller = new Roller(generation);
    while (roller.roll(connection, Micros.of(now), 100) == 100) {
      // Until nothing closed is stale.
    }
  }

  public int waiting() throws SQLException {
    return projection.waiting(connection);
  }

  public List<Tallies> read(String channelId, List<Instant> edges) throws SQLException {
    return new Figures(generation, connection)
        .read(channelId, edges.stream().map(Micros::of).toList(), Figures.Who.EVERYBODY);
  }

  /** One window, of the channel as a whole. */
  public Tally readWhole(String channelId, Instant from, Instant to, Figures.Who who)
      throws SQLException {
    return new Figures(generation, connection)
        .read(channelId, List.of(Micros.of(from), Micros.of(to)), who)
        .getFirst()
        .whole();
  }

  public Tallies read(String channelId, Instant from, Instant to) throws SQLException {
    return read(channelId, List.of(from, to)).getFirst();
  }

  /** Unanswered and active conversations of a channel. */
  public List<Long> open(String channelId) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                generation.sql(
                    "SELECT COALESCE(sum(unanswered), 0)::bigint, COALESCE(sum(active), 0)::bigint"
                        + " FROM {}.channel WHERE id = '"
                        + channelId
                        + "'"))) {
      row.next();
      return List.of(row.getLong(1), row.getLong(2));
    }
  }

  @Override
  public void close() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(generation.sql("DROP SCHEMA {} CASCADE"));
    }
    connection.close();
  }
}
