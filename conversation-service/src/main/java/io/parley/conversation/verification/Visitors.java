package io.parley.conversation.verification;

import io.parley.conversation.access.AccessibleChannel;
import io.parley.conversation.audit.AuditAction;
import io.parley.conversation.audit.AuditEntry;
import io.parley.conversation.audit.AuditLog;
import io.parley.conversation.database.Database;
import io.parley.conversation.identity.Agent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/** Whether a channel lets visitors in. */
@ApplicationScoped
class Visitors {
  private static final String READ = "SELECT visitors_allowed FROM channel WHERE id = $1";
  private static final String SET =
      "UPDATE channel SET visitors_allowed = $2 WHERE id = $1 AND visitors_allowed <> $2";

  private final Database database;

  Visitors(Database database) {
    this.database = database;
  }

  /** False for unknown channels too. */
  Uni<Boolean> allowed(String channelId) {
    return database
        .query(READ, channelId)
        .map(rows -> rows.size() == 1 && rows.iterator().next().getBoolean("visitors_allowed"));
  }

  Uni<Void> allow(AccessibleChannel channel, boolean allowed, Agent by) {
    AuditEntry entry =
        AuditEntry.of(
            channel.id(),
            by.person(),
            allowed ? AuditAction.VISITORS_ALLOWED : AuditAction.VISITORS_REFUSED,
            channel.id());
    return database.inTransaction(
        transaction ->
            transaction
                .preparedQuery(SET)
                .execute(Tuple.of(channel.id(), allowed))
                .flatMap(
                    changed ->
                        changed.rowCount() == 0
                            ? Uni.createFrom().voidItem()
                            : AuditLog.record(transaction, entry)));
  }
}
