package io.parley.analytics.projection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.parley.contracts.event.ConversationEvent;
import io.parley.contracts.json.Json;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The waiting room: events that came before one that precedes them. In the database, so that a
 * death loses none; how many wait is known in memory, so that an empty room costs nothing.
 */
final class EarlyEvents {
  private static final ObjectReader READER = Json.tolerant().readerFor(ConversationEvent.class);
  private static final ObjectWriter WRITER = Json.tolerant().writerFor(ConversationEvent.class);

  private static final String COUNT =
      "SELECT conversation_id, count(*) FROM {}.early_event GROUP BY conversation_id";
  private static final String LOAD =
      "SELECT body FROM {}.early_event WHERE conversation_id = ANY(?)";
  private static final String REMOVE =
      """
      DELETE FROM {}.early_event e USING unnest(?::uuid[], ?::bigint[]) AS applied(id, seq)
      WHERE e.conversation_id = applied.id AND e.seq <= applied.seq""";
  private static final String ADD =
      """
      INSERT INTO {}.early_event (conversation_id, seq, body, received_at)
      SELECT id, seq, body, ? FROM unnest(?::uuid[], ?::bigint[], ?::text[]) AS e(id, seq, body)
      ON CONFLICT DO NOTHING""";
  private static final String HOLES =
      """
      SELECT e.conversation_id, COALESCE(max(c.seq), 0) FROM {}.early_event e
      LEFT JOIN {}.conversation c ON c.id = e.conversation_id
      GROUP BY e.conversation_id HAVING min(e.received_at) <= ?
      ORDER BY min(e.received_at) LIMIT ?""";

  private final Generation generation;
  private Map<UUID, Integer> waiting;

  EarlyEvents(Generation generation) {
    this.generation = generation;
  }

  /** A conversation with a hole. */
  record Hole(UUID conversationId, long after) {}

  /** How many events wait. */
  int size(Connection connection) throws SQLException {
    return waiting(connection).values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The events that wait of these conversations. */
  List<ConversationEvent> of(Connection connection, Collection<UUID> ids) throws SQLException {
    List<UUID> some = ids.stream().filter(waiting(connection)::containsKey).toList();
    List<ConversationEvent> events = new ArrayList<>();
    if (some.isEmpty()) {
      return events;
    }
    try (PreparedStatement statement = connection.prepareStatement(generation.sql(LOAD))) {
      new Sql(connection, statement).uuids(some, id -> id);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          events.add(READER.readValue(row.getString(1)));
        }
      }
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("A stored event cannot be read", e);
    }
    return events;
  }

  /** Removes what was applied and adds what came early. */
  void update(
      Connection connection,
      Map<UUID, Long> applied,
      Map<UUID, List<ConversationEvent>> early,
      long now)
      throws SQLException {
    Map<UUID, Integer> counts = waiting(connection);
    List<UUID> had = applied.keySet().stream().filter(counts::containsKey).toList();
    if (!had.isEmpty()) {
      try (PreparedStatement statement = connection.prepareStatement(generation.sql(REMOVE))) {
        new Sql(connection, statement).uuids(had, id -> id).numbers(had, applied::get);
        statement.executeUpdate();
      }
    }
    List<ConversationEvent> added = early.values().stream().flatMap(List::stream).toList();
    if (!added.isEmpty()) {
      try (PreparedStatement statement = connection.prepareStatement(generation.sql(ADD))) {
        new Sql(connection, statement)
            .number(now)
            .uuids(added, e -> UUID.fromString(e.conversationId()))
            .numbers(added, ConversationEvent::seq)
            .texts(added, EarlyEvents::toJson);
        statement.executeUpdate();
      }
    }
    had.forEach(counts::remove);
    early.forEach((id, events) -> counts.put(id, events.size()));
  }

  /** Conversations whose earliest event has waited since {@code receivedBefore} or longer. */
  List<Hole> holes(Connection connection, long receivedBefore, int limit) throws SQLException {
    List<Hole> holes = new ArrayList<>();
    if (waiting(connection).isEmpty()) {
      return holes;
    }
    try (PreparedStatement statement = connection.prepareStatement(generation.sql(HOLES))) {
      new Sql(connection, statement).number(receivedBefore).number(limit);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          holes.add(new Hole(row.getObject(1, UUID.class), row.getLong(2)));
        }
      }
    }
    return holes;
  }

  /** After a transaction that failed. */
  void forget() {
    waiting = null;
  }

  private Map<UUID, Integer> waiting(Connection connection) throws SQLException {
    if (waiting == null) {
      Map<UUID, Integer> counts = new HashMap<>();
      try (PreparedStatement statement = connection.prepareStatement(generation.sql(COUNT));
          ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          counts.put(row.getObject(1, UUID.class), row.getInt(2));
        }
      }
      waiting = counts;
    }
    return waiting;
  }

  private static String toJson(ConversationEvent event) {
    try {
      return WRITER.writeValueAsString(event);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("An event cannot be written as JSON", e);
    }
  }
}
