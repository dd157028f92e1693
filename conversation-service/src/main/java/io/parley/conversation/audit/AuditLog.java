package io.parley.conversation.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.parley.contracts.json.Json;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** Where what was done is recorded. The database gives time and place. */
public final class AuditLog {
  private static final String INSERT =
      """
      INSERT INTO audit_entry
        (channel_id, actor_role, actor_id, actor_name, action, subject, details)
      VALUES ($1, $2, $3, $4, $5, $6, $7::text::json)""";

  private AuditLog() {}

  /**
   * Adds an entry within the transaction that {@code client} is in, so that nothing is done without
   * its entry and nothing is recorded that was not done.
   */
  public static Uni<Void> record(SqlClient client, AuditEntry entry) {
    return record(client, List.of(entry));
  }

  /** Adds entries, in order, as {@link #record(SqlClient, AuditEntry)} does. */
  public static Uni<Void> record(SqlClient client, List<AuditEntry> entries) {
    return entries.isEmpty()
        ? Uni.createFrom().voidItem()
        : client
            .preparedQuery(INSERT)
            .executeBatch(entries.stream().map(AuditLog::row).toList())
            .replaceWithVoid();
  }

  private static Tuple row(AuditEntry entry) {
    try {
      return Tuple.from(
          new Object[] {
            entry.channelId(),
            entry.by().role().name(),
            entry.by().id(),
            Objects.requireNonNullElse(entry.by().name(), entry.by().id()),
            entry.action().name(),
            entry.subject(),
            Json.tolerant().writeValueAsString(entry.details())
          });
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("A map of strings is always JSON", e);
    }
  }
}
