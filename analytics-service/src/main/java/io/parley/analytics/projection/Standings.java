package io.parley.analytics.projection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import io.parley.analytics.figure.Standing;
import io.parley.contracts.json.Json;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Where conversations stand, in the database and, of those that were touched last, in memory: their
 * one writer need not read back what it wrote.
 */
final class Standings {
  private static final int REMEMBERED = 20_000;
  private static final ObjectReader SHARES =
      Json.tolerant().readerFor(new TypeReference<Map<String, Long>>() {});

  private static final String LOAD =
      """
      SELECT id, channel_id, seq, status, cycle, opened_at, taken_at, waiting_since, answered,
             owner_id, owned_since, shares
      FROM {}.conversation WHERE id = ANY(?)""";

  private static final String STORE =
      """
      INSERT INTO {}.conversation AS c (id, channel_id, seq, status, cycle, opened_at, taken_at,
        waiting_since, answered, owner_id, owned_since, shares)
      SELECT * FROM unnest(?::uuid[], ?::text[], ?::bigint[], ?::text[], ?::int[], ?::bigint[],
        ?::bigint[], ?::bigint[], ?::boolean[], ?::text[], ?::bigint[], ?::text[])
      ON CONFLICT (id) DO UPDATE SET
        seq = excluded.seq, status = excluded.status, cycle = excluded.cycle,
        opened_at = excluded.opened_at, taken_at = excluded.taken_at,
        waiting_since = excluded.waiting_since, answered = excluded.answered,
        owner_id = excluded.owner_id, owned_since = excluded.owned_since,
        shares = excluded.shares""";

  private final String load;
  private final String store;

  private final Map<UUID, Standing> remembered =
      new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Standing> eldest) {
          return size() > REMEMBERED;
        }
      };

  Standings(Generation generation) {
    load = generation.sql(LOAD);
    store = generation.sql(STORE);
  }

  /** Puts those that are stored into {@code found}. */
  void find(Connection connection, Collection<UUID> ids, Map<UUID, Standing> found)
      throws SQLException {
    List<UUID> unknown = ids.stream().filter(id -> !recall(id, found)).toList();
    if (unknown.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(load)) {
      new Sql(connection, statement).uuids(unknown, id -> id);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Standing standing = read(row);
          found.put(standing.conversationId(), standing);
        }
      }
    }
  }

  private boolean recall(UUID id, Map<UUID, Standing> found) {
    Standing standing = remembered.get(id);
    if (standing != null) {
      found.put(id, standing);
    }
    return standing != null;
  }

  void store(Connection connection, Collection<Standing> changed) throws SQLException {
    if (changed.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(store)) {
      new Sql(connection, statement)
          .uuids(changed, Standing::conversationId)
          .texts(changed, Standing::channelId)
          .numbers(changed, Standing::seq)
          .texts(changed, c -> c.status().name())
          .numbers(changed, c -> c.open().cycle())
          .longs(changed, c -> c.open().openedAt())
          .longs(changed, c -> c.open().takenAt())
          .longs(changed, c -> c.open().waitingSince())
          .booleans(changed, c -> c.open().answered())
          .texts(changed, c -> c.open().ownerId())
          .longs(changed, c -> c.open().ownedSince())
          .texts(changed, c -> shares(c.open().shares()));
      statement.executeUpdate();
    }
  }

  /** After the commit. */
  void remember(Collection<Standing> standings) {
    standings.forEach(standing -> remembered.put(standing.conversationId(), standing));
  }

  /** After a transaction that failed: what is in memory may never have been written. */
  void forget() {
    remembered.clear();
  }

  private static Standing read(ResultSet row) throws SQLException {
    Standing.Open open =
        new Standing.Open(
            Standing.Status.valueOf(row.getString("status")),
            row.getInt("cycle"),
            row.getObject("opened_at", Long.class),
            row.getObject("taken_at", Long.class),
            row.getObject("waiting_since", Long.class),
            row.getBoolean("answered"),
            row.getString("owner_id"),
            row.getObject("owned_since", Long.class),
            shares(row.getString("shares")));
    return new Standing(
        row.getObject("id", UUID.class), row.getString("channel_id"), row.getLong("seq"), open);
  }

  private static String shares(Map<String, Long> shares) {
    if (shares.isEmpty()) {
      return "{}";
    }
    try {
      return Json.tolerant().writeValueAsString(new java.util.TreeMap<>(shares));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("Names and numbers are always JSON", e);
    }
  }

  private static Map<String, Long> shares(String json) {
    if (json.equals("{}")) {
      return Map.of();
    }
    try {
      return SHARES.readValue(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("A stored share cannot be read", e);
    }
  }
}
