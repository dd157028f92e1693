package io.parley.conversation.verification;

import io.parley.conversation.audit.AuditAction;
import io.parley.conversation.audit.AuditEntry;
import io.parley.conversation.audit.AuditLog;
import io.parley.conversation.database.Database;
import io.parley.conversation.database.PersonLock;
import io.parley.conversation.verification.Merge.Earlier;
import io.parley.conversation.verification.Merge.Standing;
import io.parley.conversation.verification.OwnTokens.Follower;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Which visitors are known by now, and as whom. Logs are never rewritten: either the known follower
 * takes over the visitor's id and with it the conversation, or the two conversations are linked.
 */
@ApplicationScoped
class VisitorMerges {
  private static final String KEPT_ID = "SELECT kept_id($1, $2) AS id";

  private static final String IS_KNOWN =
      "SELECT 1 FROM visitor_merge WHERE channel_id = $1 AND visitor_id = $2";

  /** Held until the end, so that the visitor's conversation is not erased meanwhile. */
  private static final String VISITORS_THREAD =
      """
      SELECT id FROM conversation WHERE channel_id = $1 AND follower_id = $2 AND last_seq > 0
      FOR NO KEY UPDATE""";

  /** An empty thread of the known follower counts: an agent may be writing into it. */
  private static final String KNOWN_HAS_TALKED =
      """
      SELECT EXISTS (SELECT FROM conversation WHERE channel_id = $1 AND follower_id = $2)
        OR EXISTS (SELECT FROM visitor_merge WHERE channel_id = $1 AND known_id = $2 AND goes_on)
        AS talked""";

  private static final String EARLIER =
      "SELECT known_id, goes_on FROM visitor_merge WHERE channel_id = $1 AND visitor_id = $2";

  private static final String MERGE =
      """
      INSERT INTO visitor_merge (channel_id, visitor_id, known_id, goes_on)
      VALUES ($1, $2, $3, $4) ON CONFLICT (channel_id, visitor_id) DO NOTHING""";

  // What the channel knows of the known follower, $3, becomes the visitor's, $2.
  private static final String PROFILE =
      """
      WITH gone AS (
        DELETE FROM follower WHERE channel_id = $1 AND id = $3 RETURNING known_since)
      INSERT INTO follower AS f (channel_id, id, name, known_since)
      VALUES ($1, $2, $4, coalesce((SELECT known_since FROM gone), now()))
      ON CONFLICT (channel_id, id) DO UPDATE SET
        name = excluded.name, known_since = least(f.known_since, excluded.known_since)""";
  private static final String NAME = "UPDATE conversation SET follower_name = $2 WHERE id = $1";
  private static final String RECORDS =
      "UPDATE engagement_record SET follower_id = $2 WHERE channel_id = $1 AND follower_id = $3";
  private static final String GIVEN =
      """
      WITH gone AS (
        DELETE FROM engagement_given WHERE channel_id = $1 AND follower_id = $3 RETURNING *)
      INSERT INTO engagement_given
        (channel_id, follower_id, engagement_id, sender_id, client_message_id)
      SELECT channel_id, $2, engagement_id, sender_id, client_message_id FROM gone
      ON CONFLICT DO NOTHING""";

  private final Database database;

  VisitorMerges(Database database) {
    this.database = database;
  }

  /** The same person under the id that the channel keeps them by. */
  Uni<Follower> kept(Follower known) {
    return database
        .query(KEPT_ID, known.channelId(), known.id())
        .map(
            rows ->
                new Follower(
                    rows.iterator().next().getString("id"), known.name(), known.channelId()));
  }

  /** Whether somebody has become known who was that visitor: then nobody visits under that id. */
  Uni<Boolean> isKnown(Follower visitor) {
    return database.query(IS_KNOWN, visitor.channelId(), visitor.id()).map(rows -> rows.size() > 0);
  }

  /**
   * Merges a visitor, whose token was verified, with the follower whom the partner has signed for.
   * The same two again give the same answer.
   */
  Uni<Merge> merge(Follower visitor, Follower known) {
    return database.inTransaction(
        transaction ->
            PersonLock.take(transaction, known.channelId(), known.id())
                .chain(() -> conversation(transaction, visitor))
                .chain(thread -> merge(transaction, visitor, known, thread)));
  }

  private Uni<Merge> merge(
      SqlConnection transaction, Follower visitor, Follower known, Optional<UUID> thread) {
    return standing(transaction, visitor, known, thread.isPresent())
        .chain(
            standing -> {
              Merge merge = Merge.of(standing);
              boolean isNew = merge == Merge.GOES_ON || merge == Merge.LINKED;
              return isNew && standing.mergedWith().isEmpty()
                  ? write(transaction, visitor, known, thread.orElseThrow(), merge)
                  : Uni.createFrom().item(merge);
            });
  }

  private static Uni<Standing> standing(
      SqlConnection transaction, Follower visitor, Follower known, boolean visitorHasTalked) {
    return earlier(transaction, visitor)
        .chain(
            earlier ->
                transaction
                    .preparedQuery(KNOWN_HAS_TALKED)
                    .execute(Tuple.of(known.channelId(), known.id()))
                    .map(
                        rows ->
                            new Standing(
                                known.id(),
                                earlier,
                                visitorHasTalked,
                                rows.iterator().next().getBoolean("talked"))));
  }

  private static Uni<Merge> write(
      SqlConnection transaction, Follower visitor, Follower known, UUID thread, Merge merge) {
    boolean goesOn = merge == Merge.GOES_ON;
    return transaction
        .preparedQuery(MERGE)
        .execute(Tuple.of(visitor.channelId(), visitor.id(), known.id(), goesOn))
        .chain(
            written -> {
              if (written.rowCount() == 0) {
                // At the same moment the visitor has become somebody else.
                return Uni.createFrom().item(Merge.REFUSED);
              }
              return (goesOn
                      ? takeOver(transaction, visitor, known, thread)
                      : Uni.createFrom().voidItem())
                  .chain(() -> AuditLog.record(transaction, audited(known, thread, merge)))
                  .replaceWith(merge);
            });
  }

  private static Uni<Void> takeOver(
      SqlConnection transaction, Follower visitor, Follower known, UUID thread) {
    Tuple ids = Tuple.of(visitor.channelId(), visitor.id(), known.id());
    return transaction
        .preparedQuery(PROFILE)
        .execute(Tuple.of(visitor.channelId(), visitor.id(), known.id(), known.name()))
        .chain(() -> transaction.preparedQuery(NAME).execute(Tuple.of(thread, known.name())))
        .chain(() -> transaction.preparedQuery(RECORDS).execute(ids))
        .chain(() -> transaction.preparedQuery(GIVEN).execute(ids))
        .replaceWithVoid();
  }

  private static AuditEntry audited(Follower known, UUID thread, Merge merge) {
    return AuditEntry.ofSystem(
        known.channelId(),
        AuditAction.VISITOR_MERGED,
        thread.toString(),
        Map.of("merge", merge.name()));
  }

  private static Uni<Optional<UUID>> conversation(SqlConnection transaction, Follower visitor) {
    return transaction
        .preparedQuery(VISITORS_THREAD)
        .execute(Tuple.of(visitor.channelId(), visitor.id()))
        .map(rows -> first(rows).map(row -> row.getUUID("id")));
  }

  private static Uni<Optional<Earlier>> earlier(SqlConnection transaction, Follower visitor) {
    return transaction
        .preparedQuery(EARLIER)
        .execute(Tuple.of(visitor.channelId(), visitor.id()))
        .map(
            rows ->
                first(rows)
                    .map(row -> new Earlier(row.getString("known_id"), row.getBoolean("goes_on"))));
  }

  private static Optional<Row> first(RowSet<Row> rows) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
  }
}
