package io.parley.e2e.invariant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.e2e.stack.Stack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The truth of a run: everything that conversation-service has committed.
 *
 * @param events by conversation and seq
 * @param lastSeqs what each conversation's own row says
 */
public record Stored(List<StoredEvent> events, Map<String, Long> lastSeqs) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public static Stored read(Stack stack) {
    try (Connection connection = connect(stack);
        Statement statement = connection.createStatement()) {
      return new Stored(events(statement), lastSeqs(statement));
    } catch (SQLException e) {
      throw new IllegalStateException("The database cannot be read", e);
    }
  }

  /** How many transactions still owe their events to Kafka. */
  public static long owed(Stack stack) {
    try (Connection connection = connect(stack);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM outbox")) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException("The database cannot be read", e);
    }
  }

  private static Connection connect(Stack stack) throws SQLException {
    return DriverManager.getConnection(stack.jdbcUrl(), "parley", "parley");
  }

  private static List<StoredEvent> events(Statement statement) throws SQLException {
    List<StoredEvent> events = new ArrayList<>();
    try (ResultSet row =
        statement.executeQuery(
            """
            SELECT conversation_id, seq, type, sender_role, sender_id, client_message_id, body
            FROM conversation_event ORDER BY conversation_id, seq""")) {
      while (row.next()) {
        events.add(
            new StoredEvent(
                row.getString(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                JSON.readTree(row.getString(7))));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The log holds what is no JSON", e);
    }
    return events;
  }

  private static Map<String, Long> lastSeqs(Statement statement) throws SQLException {
    Map<String, Long> lastSeqs = new LinkedHashMap<>();
    try (ResultSet row = statement.executeQuery("SELECT id, last_seq FROM conversation")) {
      while (row.next()) {
        lastSeqs.put(row.getString(1), row.getLong(2));
      }
    }
    return lastSeqs;
  }
}
