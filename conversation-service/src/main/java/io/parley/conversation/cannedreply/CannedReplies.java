package io.parley.conversation.cannedreply;

import static io.parley.conversation.audit.AuditAction.CANNED_REPLY_REMOVED;
import static io.parley.conversation.audit.AuditAction.CANNED_REPLY_SAVED;

import io.parley.contracts.limit.Limit;
import io.parley.contracts.problem.ProblemCode;
import io.parley.conversation.access.AccessibleChannel;
import io.parley.conversation.audit.AuditAction;
import io.parley.conversation.audit.AuditEntry;
import io.parley.conversation.audit.AuditLog;
import io.parley.conversation.database.Database;
import io.parley.conversation.identity.Agent;
import io.parley.rest.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Keeps the canned replies of channels. */
@ApplicationScoped
class CannedReplies {
  private static final String LIST =
      "SELECT id, shortcut, text FROM canned_reply WHERE channel_id = $1 ORDER BY lower(shortcut)";

  /** So that two admins cannot add the last one at once. */
  private static final String LOCK = "SELECT 1 FROM channel WHERE id = $1 FOR NO KEY UPDATE";

  private static final String ADD =
      """
      INSERT INTO canned_reply (id, channel_id, shortcut, text)
      SELECT $1, $2, $3, $4
      WHERE (SELECT count(*) FROM canned_reply WHERE channel_id = $2) < $5
      RETURNING id, shortcut, text""";

  private static final String CHANGE =
      """
      UPDATE canned_reply SET shortcut = $3, text = $4 WHERE channel_id = $1 AND id = $2
      RETURNING id, shortcut, text""";

  private static final String DELETE = "DELETE FROM canned_reply WHERE channel_id = $1 AND id = $2";

  private static final String UNIQUE_VIOLATION = "23505";

  private final Database database;

  CannedReplies(Database database) {
    this.database = database;
  }

  Uni<CannedReply.Page> list(AccessibleChannel channel) {
    return database.query(LIST, channel.id()).map(rows -> new CannedReply.Page(read(rows)));
  }

  Uni<CannedReply> add(AccessibleChannel channel, String shortcut, String text, Agent by) {
    UUID id = UUID.randomUUID();
    Tuple row = Tuple.of(id, channel.id(), shortcut, text, Limit.CANNED_REPLIES.value());
    return database
        .inTransaction(
            transaction ->
                transaction
                    .preparedQuery(LOCK)
                    .execute(Tuple.of(channel.id()))
                    .chain(() -> transaction.preparedQuery(ADD).execute(row))
                    .map(rows -> read(rows).stream().findFirst().orElseThrow(CannedReplies::full))
                    .call(() -> record(transaction, channel, by, CANNED_REPLY_SAVED, id)))
        .onFailure(CannedReplies::isTaken)
        .transform(failure -> taken(shortcut));
  }

  Uni<CannedReply> change(
      AccessibleChannel channel, UUID id, String shortcut, String text, Agent by) {
    return database
        .inTransaction(
            transaction ->
                transaction
                    .preparedQuery(CHANGE)
                    .execute(Tuple.of(channel.id(), id, shortcut, text))
                    .map(
                        rows ->
                            read(rows).stream().findFirst().orElseThrow(ProblemException::notFound))
                    .call(() -> record(transaction, channel, by, CANNED_REPLY_SAVED, id)))
        .onFailure(CannedReplies::isTaken)
        .transform(failure -> taken(shortcut));
  }

  Uni<Void> delete(AccessibleChannel channel, UUID id, Agent by) {
    return database.inTransaction(
        transaction ->
            transaction
                .preparedQuery(DELETE)
                .execute(Tuple.of(channel.id(), id))
                .invoke(
                    rows -> {
                      if (rows.rowCount() == 0) {
                        throw ProblemException.notFound();
                      }
                    })
                .chain(() -> record(transaction, channel, by, CANNED_REPLY_REMOVED, id)));
  }

  private static Uni<Void> record(
      SqlConnection transaction, AccessibleChannel channel, Agent by, AuditAction action, UUID id) {
    return AuditLog.record(
        transaction, AuditEntry.of(channel.id(), by.person(), action, id.toString()));
  }

  private static List<CannedReply> read(RowSet<Row> rows) {
    List<CannedReply> replies = new ArrayList<>(rows.size());
    for (Row row : rows) {
      replies.add(
          new CannedReply(
              row.getUUID("id").toString(), row.getString("shortcut"), row.getString("text")));
    }
    return replies;
  }

  private static boolean isTaken(Throwable failure) {
    return failure instanceof PgException pg && UNIQUE_VIOLATION.equals(pg.getSqlState());
  }

  private static ProblemException full() {
    return new ProblemException(
        ProblemCode.LIMIT_REACHED,
        "A channel has at most %d canned replies.".formatted(Limit.CANNED_REPLIES.value()));
  }

  private static ProblemException taken(String shortcut) {
    return new ProblemException(
        ProblemCode.ALREADY_EXISTS, "There is a canned reply with the shortcut " + shortcut + ".");
  }
}
