package io.parley.analytics.projection;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which builds of the projection there are, and which one answers. */
@ApplicationScoped
public class Generations {
  /** Second half of the advisory lock under which generations come and go. */
  private static final int CHANGES = 0;

  private final AgroalDataSource database;

  Generations(AgroalDataSource database) {
    this.database = database;
  }

  /** What a generation is for now. */
  public enum Status {
    /** Reads the log from its beginning; not asked yet. */
    BUILDING,
    /** Answers. */
    SERVING,
    /** Replaced; its tables are gone. */
    RETIRED
  }

  /**
   * A generation as it stands.
   *
   * @param exportCursor where the export of the log goes on; null at its beginning
   * @param exported whether the export was read to its end, or is not needed
   * @param comparison from when it took another's place; null when it has not
   */
  public record Entry(
      Generation generation,
      Status status,
      int layout,
      String exportCursor,
      long exportedEvents,
      boolean exported,
      Comparison comparison) {}

  /**
   * What a build was found to be like before it took another's place.
   *
   * @param differencesFromLog conversations that were not as far as the log
   * @param differencesFromOldBuild rows that were not alike
   * @param checksumsUntil the checksums are of every figure until then
   * @param checksumOfOldBuild null when there was none
   */
  public record Comparison(
      long differencesFromLog,
      long differencesFromOldBuild,
      Instant checksumsUntil,
      String checksumOfOldBuild,
      String checksum) {}

  /** The generation that answers; empty while the first one of this layout is being built. */
  public Optional<Generation> serving(Connection connection) throws SQLException {
    return list(connection).stream()
        .filter(entry -> entry.status() == Status.SERVING && entry.layout() == Generation.LAYOUT)
        .map(Entry::generation)
        .findFirst();
  }

  /** How one generation stands; empty once it is retired. */
  public static Optional<Entry> find(Connection connection, Generation generation)
      throws SQLException {
    return entries(connection).stream()
        .filter(entry -> entry.generation().equals(generation))
        .findFirst();
  }

  /** All that are not retired. */
  public List<Entry> list(Connection connection) throws SQLException {
    return entries(connection);
  }

  private static List<Entry> entries(Connection connection) throws SQLException {
    List<Entry> entries = new ArrayList<>();
    try (PreparedStatement statement =
            connection.prepareStatement(
                """
                SELECT id, status, layout, export_cursor, exported_events, exported,
                  differences_from_log, differences_from_old_build, checksums_until,
                  checksum_of_old_build, checksum
                FROM generation WHERE status <> 'RETIRED' ORDER BY id""");
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        entries.add(
            new Entry(
                new Generation(row.getInt(1)),
                Status.valueOf(row.getString(2)),
                row.getInt(3),
                row.getString(4),
                row.getLong(5),
                row.getBoolean(6),
                comparison(row)));
      }
    }
    return entries;
  }

  private static Comparison comparison(ResultSet row) throws SQLException {
    Timestamp until = row.getTimestamp("checksums_until");
    return until == null
        ? null
        : new Comparison(
            row.getLong("differences_from_log"),
            row.getLong("differences_from_old_build"),
            until.toInstant(),
            row.getString("checksum_of_old_build"),
            row.getString("checksum"));
  }

  /**
   * Makes sure that a generation of this layout exists. The first one of all serves at once and
   * reads what Kafka has; the auditor fetches what was before. One of another layout is built anew.
   */
  public void ensure() throws SQLException {
    change(
        connection -> {
          List<Entry> entries = list(connection);
          boolean present = entries.stream().anyMatch(e -> e.layout() == Generation.LAYOUT);
          if (!present) {
            if (entries.isEmpty()) {
              create(connection, Status.SERVING);
            } else {
              create(connection, Status.BUILDING);
            }
          }
          return null;
        });
  }

  /** Starts to build another generation; the one that is being built already, if there is one. */
  public Generation build() throws SQLException {
    return change(
        connection -> {
          for (Entry entry : list(connection)) {
            if (entry.status() == Status.BUILDING) {
              return entry.generation();
            }
          }
          return create(connection, Status.BUILDING);
        });
  }

  /**
   * Lets {@code built} answer from now on.
   *
   * @return those that it replaces, to be dropped when nobody reads them any more
   */
  public List<Generation> serve(Generation built, Comparison comparison) throws SQLException {
    return change(
        connection -> {
          List<Generation> replaced = new ArrayList<>();
          for (Entry entry : list(connection)) {
            if (!entry.generation().equals(built)) {
              replaced.add(entry.generation());
            }
          }
          try (Statement statement = connection.createStatement()) {
            for (Generation each : replaced) {
              statement.executeUpdate(
                  "UPDATE generation SET status = 'RETIRED' WHERE id = " + each.id());
            }
          }
          takePlace(connection, built, comparison);
          return replaced;
        });
  }

  private static void takePlace(Connection connection, Generation built, Comparison comparison)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            UPDATE generation SET status = 'SERVING', differences_from_log = ?,
              differences_from_old_build = ?, checksums_until = ?, checksum_of_old_build = ?,
              checksum = ?
            WHERE id = ?""")) {
      statement.setLong(1, comparison.differencesFromLog());
      statement.setLong(2, comparison.differencesFromOldBuild());
      statement.setTimestamp(3, Timestamp.from(comparison.checksumsUntil()));
      statement.setString(4, comparison.checksumOfOldBuild());
      statement.setString(5, comparison.checksum());
      statement.setInt(6, built.id());
      statement.executeUpdate();
    }
  }

  /** Deletes a retired generation's tables. */
  public void drop(Generation generation) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(generation.sql("DROP SCHEMA IF EXISTS {} CASCADE"));
    }
  }

  private static Generation create(Connection connection, Status status) throws SQLException {
    int id;
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO generation (layout, status, exported) VALUES (?, ?, ?) RETURNING id")) {
      statement.setInt(1, Generation.LAYOUT);
      statement.setString(2, status.name());
      statement.setBoolean(3, status == Status.SERVING);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        id = row.getInt(1);
      }
    }
    Generation generation = new Generation(id);
    try (Statement statement = connection.createStatement()) {
      statement.execute(generation.tables());
    }
    return generation;
  }

  @FunctionalInterface
  private interface Change<T> {
    T in(Connection connection) throws SQLException;
  }

  private <T> T change(Change<T> change) throws SQLException {
    try (Connection connection = database.getConnection()) {
      boolean done = false;
      connection.setAutoCommit(false);
      try (Statement lock = connection.createStatement()) {
        lock.execute(
            "SELECT pg_advisory_xact_lock(" + Generation.LOCK_CLASS + ", " + CHANGES + ")");
        T result = change.in(connection);
        connection.commit();
        done = true;
        return result;
      } finally {
        if (!done) {
          connection.rollback();
        }
        connection.setAutoCommit(true);
      }
    }
  }

  /** Sets down how far the export was read, in the transaction that applies what it brought. */
  public static void exported(
      Connection connection, Generation generation, String cursor, int events, boolean all)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            UPDATE generation
            SET export_cursor = ?, exported_events = exported_events + ?, exported = ?
            WHERE id = ?""")) {
      statement.setString(1, cursor);
      statement.setInt(2, events);
      statement.setBoolean(3, all);
      statement.setInt(4, generation.id());
      statement.executeUpdate();
    }
  }

  /** Takes the right to write a generation, which ends with the connection. */
  public static boolean lock(Connection connection, Generation generation) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT pg_try_advisory_lock(?, ?)")) {
      statement.setInt(1, Generation.LOCK_CLASS);
      statement.setInt(2, generation.id());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  public static void unlock(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_unlock_all()");
    }
  }
}
