package io.parley.analytics.projection;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/**
 * Whether an erased conversation has left nothing here but times and counts. What people wrote is
 * here only while an event waits for one that precedes it.
 */
@ApplicationScoped
public class ErasureChecks {
  private static final String REACHED = "SELECT 1 FROM {}.conversation WHERE id = ? AND seq >= ?";
  private static final String WAITING =
      "SELECT 1 FROM {}.early_event WHERE conversation_id = ? LIMIT 1";

  private final AgroalDataSource database;
  private final Generations generations;

  ErasureChecks(AgroalDataSource database, Generations generations) {
    this.database = database;
    this.generations = generations;
  }

  /** Whether the figures have come to {@code seq}, and no build of them keeps an event. */
  public boolean done(UUID conversationId, long seq) throws SQLException {
    try (Connection connection = database.getConnection()) {
      Optional<Generation> serving = generations.serving(connection);
      if (serving.isEmpty() || !any(connection, serving.get().sql(REACHED), conversationId, seq)) {
        return false;
      }
      for (Generations.Entry entry : generations.list(connection)) {
        if (any(connection, entry.generation().sql(WAITING), conversationId, null)) {
          return false;
        }
      }
      return true;
    }
  }

  private static boolean any(Connection connection, String sql, UUID conversationId, Long seq)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, conversationId);
      if (seq != null) {
        statement.setLong(2, seq);
      }
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }
}
