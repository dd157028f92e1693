package io.parley.bench.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Fills conversation-service's tables with conversations that look like used ones: status, owner,
 * last message, and a log of a few messages. Knows the columns of its migrations; a run fails with
 * the database's own words when they have changed.
 */
public final class ConversationLoader {
  private static final int EVENTS = 3;

  private final Connection connection;
  private final String channel;

  public ConversationLoader(Connection connection, String channel) {
    this.connection = connection;
    this.channel = channel;
  }

  /** Adds conversations until the channel has {@code total} of them, and refreshes statistics. */
  public void fillUpTo(long total) throws SQLException {
    long present = count();
    if (present < total) {
      connection.setAutoCommit(false);
      // A conversation in four states; activity spread over the last thirty days.
      try (PreparedStatement rows =
              connection.prepareStatement(
                  """
                  INSERT INTO conversation (id, channel_id, follower_id, follower_name, status,
                    cycle, owner_id, owner_name, opened_at, taken_at, finished_by_id,
                    finished_by_name, finished_at, waiting_since, last_seq, last_activity_at,
                    last_message)
                  SELECT md5('bench-' || n)::uuid, ?, 'loaded-' || n, 'Loaded ' || n,
                    s.status, 1,
                    CASE WHEN s.status = 'ACTIVE' THEN 'agent-1' END,
                    CASE WHEN s.status = 'ACTIVE' THEN 'Agent 1' END,
                    s.at, CASE WHEN s.status <> 'UNANSWERED' THEN s.at END,
                    CASE WHEN s.status = 'FINISHED' THEN 'agent-1' END,
                    CASE WHEN s.status = 'FINISHED' THEN 'Agent 1' END,
                    CASE WHEN s.status = 'FINISHED' THEN s.at END,
                    CASE WHEN s.status = 'UNANSWERED' THEN s.at END,
                    %d, s.at,
                    json_build_object('sender', json_build_object('role', 'FOLLOWER', 'id',
                      'loaded-' || n, 'name', 'Loaded ' || n), 'text', 'Hello ' || n, 'at', s.at)
                  FROM (SELECT n, now() - n %% 2592000 * interval '1 second' AS at,
                      (ARRAY['UNANSWERED', 'ACTIVE', 'FINISHED', 'FINISHED'])[1 + n %% 4] AS status
                    FROM generate_series(?::bigint + 1, ?::bigint) AS n) AS s
                  ON CONFLICT DO NOTHING
                  """
                      .formatted(EVENTS));
          PreparedStatement events =
              connection.prepareStatement(
                  """
                  INSERT INTO conversation_event (conversation_id, seq, type, at, sender_role,
                    sender_id, client_message_id, body)
                  SELECT md5('bench-' || n)::uuid, seq, 'message-sent', now(), 'FOLLOWER',
                    'loaded-' || n, 'm-' || seq,
                    json_build_object('event', 'message-sent', 'conversationId',
                      md5('bench-' || n)::uuid, 'channelId', ?::text, 'followerId', 'loaded-' || n,
                      'seq', seq, 'firstSeq', seq, 'at', '2026-01-01T00:00:00Z', 'cycle', 1,
                      'clientMessageId', 'm-' || seq, 'sender', json_build_object('role',
                      'FOLLOWER', 'id', 'loaded-' || n, 'name', 'Loaded ' || n), 'text',
                      repeat('Where is my order? ', 6), 'attachmentIds', json_build_array())
                  FROM generate_series(?::bigint + 1, ?::bigint) AS n,
                    generate_series(1, %d) AS seq
                  ON CONFLICT DO NOTHING
                  """
                      .formatted(EVENTS));
          PreparedStatement counts =
              connection.prepareStatement(
                  """
                  INSERT INTO conversation_status_count (channel_id, status, delta)
                  SELECT channel_id, status, count(*) FROM conversation
                  WHERE channel_id = ? GROUP BY channel_id, status
                  """);
          PreparedStatement oldCounts =
              connection.prepareStatement(
                  "DELETE FROM conversation_status_count WHERE channel_id = ?")) {
        for (PreparedStatement fill : new PreparedStatement[] {rows, events}) {
          fill.setString(1, channel);
          fill.setLong(2, present);
          fill.setLong(3, total);
          fill.executeUpdate();
        }
        oldCounts.setString(1, channel);
        oldCounts.executeUpdate();
        counts.setString(1, channel);
        counts.executeUpdate();
        connection.commit();
      } finally {
        connection.setAutoCommit(true);
      }
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("VACUUM ANALYZE conversation");
      statement.execute("VACUUM ANALYZE conversation_event");
    }
  }

  private long count() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT count(*) FROM conversation WHERE channel_id = ? AND follower_id LIKE 'loaded-%'")) {
      statement.setString(1, channel);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getLong(1);
      }
    }
  }

  /** The id of the loaded conversation {@code n}, from 1. */
  public String id(long n) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT md5('bench-' || ?::bigint)::uuid::text")) {
      statement.setLong(1, n);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getString(1);
      }
    }
  }
}
