package io.parley.conversation.cannedreply;

import io.parley.contracts.limit.Limit;
import io.parley.contracts.problem.ProblemCode;
import io.parley.conversation.access.AccessibleChannel;
import io.parley.conversation.database.Database;
import io.parley.conversation.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
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

  Uni<CannedReply> add(AccessibleChannel channel, String shortcut, String text) {
    Tuple row =
        Tuple.of(UUID.randomUUID(), channel.id(), shortcut, text, Limit.CANNED_REPLIES.value());
    return database
        .inTransaction(
            transaction ->
                transaction
                    .preparedQuery(LOCK)
                    .execute(Tuple.of(channel.id()))
                    .chain(() -> transaction.preparedQuery(ADD).execute(row)))
        .onFailure(CannedReplies::isTaken)
        .transform(failure -> taken(shortcut))
        .map(
            rows ->
                read(rows).stream()
                    .findFirst()
                    .orElseThrow(
                        () ->
                            new ProblemException(
                                ProblemCode.LIMIT_REACHED,
                                "A channel has at most %d canned replies."
                                    .formatted(Limit.CANNED_REPLIES.value()))));
  }

  Uni<CannedReply> change(AccessibleChannel channel, UUID id, String shortcut, String text) {
    return database
        .query(CHANGE, channel.id(), id, shortcut, text)
        .onFailure(CannedReplies::isTaken)
        .transform(failure -> taken(shortcut))
        .map(rows -> read(rows).stream().findFirst().orElseThrow(ProblemException::notFound));
  }

  Uni<Void> delete(AccessibleChannel channel, UUID id) {
    return database
        .query(DELETE, channel.id(), id)
        .invoke(
            rows -> {
              if (rows.rowCount() == 0) {
                throw ProblemException.notFound();
              }
            })
        .replaceWithVoid();
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

  private static ProblemException taken(String shortcut) {
    return new ProblemException(
        ProblemCode.ALREADY_EXISTS, "There is a canned reply with the shortcut " + shortcut + ".");
  }
}
