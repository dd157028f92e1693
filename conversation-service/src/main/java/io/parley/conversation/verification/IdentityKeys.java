package io.parley.conversation.verification;

import io.parley.contracts.event.Person;
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
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Keeps the keys of channels' partners. A retired key is gone: nothing is checked with it again.
 */
@ApplicationScoped
class IdentityKeys {
  private static final String COLUMNS =
      "id, algorithm, fingerprint, added_at, added_by_id, added_by_name";

  private static final String LIST =
      "SELECT " + COLUMNS + " FROM identity_key WHERE channel_id = $1 ORDER BY added_at, id";

  /** So that two admins cannot add the last one at once. */
  private static final String LOCK = "SELECT 1 FROM channel WHERE id = $1 FOR NO KEY UPDATE";

  private static final String ADD =
      """
      INSERT INTO identity_key
        (id, channel_id, algorithm, public_key, fingerprint, added_by_id, added_by_name)
      SELECT $1, $2, $3, $4, $5, $6, $7
      WHERE (SELECT count(*) FROM identity_key WHERE channel_id = $2) < $8
      RETURNING\s"""
          + COLUMNS;

  private static final String RETIRE =
      "DELETE FROM identity_key WHERE channel_id = $1 AND id = $2 RETURNING fingerprint";

  private static final String LIVE =
      "SELECT algorithm, public_key FROM identity_key WHERE channel_id = $1";

  private static final String UNIQUE_VIOLATION = "23505";

  private final Database database;

  IdentityKeys(Database database) {
    this.database = database;
  }

  Uni<IdentityKey.Page> list(AccessibleChannel channel) {
    return database.query(LIST, channel.id()).map(rows -> new IdentityKey.Page(read(rows)));
  }

  Uni<IdentityKey> add(AccessibleChannel channel, PartnerKey key, Agent by) {
    Tuple row =
        Tuple.tuple()
            .addUUID(UUID.randomUUID())
            .addString(channel.id())
            .addString(key.algorithm())
            .addBuffer(Buffer.buffer(key.key().getEncoded()))
            .addString(key.fingerprint())
            .addString(by.id())
            .addString(by.name())
            .addLong(Limit.IDENTITY_KEYS.value());
    return database
        .inTransaction(
            transaction ->
                transaction
                    .preparedQuery(LOCK)
                    .execute(Tuple.of(channel.id()))
                    .chain(() -> transaction.preparedQuery(ADD).execute(row))
                    .map(IdentityKeys::added)
                    .call(
                        added ->
                            AuditLog.record(
                                transaction,
                                AuditEntry.of(
                                    channel.id(),
                                    by.person(),
                                    AuditAction.KEY_REGISTERED,
                                    added.fingerprint()))))
        .onFailure(IdentityKeys::isThere)
        .transform(
            failure ->
                new ProblemException(
                    ProblemCode.ALREADY_EXISTS, "This key is registered for the channel."));
  }

  private static IdentityKey added(RowSet<Row> rows) {
    return read(rows).stream()
        .findFirst()
        .orElseThrow(
            () ->
                new ProblemException(
                    ProblemCode.LIMIT_REACHED,
                    "A channel has at most %d identity keys: retire one first."
                        .formatted(Limit.IDENTITY_KEYS.value())));
  }

  Uni<Void> retire(AccessibleChannel channel, UUID id, Agent by) {
    return database.inTransaction(
        transaction ->
            transaction
                .preparedQuery(RETIRE)
                .execute(Tuple.of(channel.id(), id))
                .map(
                    rows -> {
                      if (rows.rowCount() == 0) {
                        throw ProblemException.notFound();
                      }
                      return rows.iterator().next().getString("fingerprint");
                    })
                .flatMap(
                    fingerprint ->
                        AuditLog.record(
                            transaction,
                            AuditEntry.of(
                                channel.id(), by.person(), AuditAction.KEY_REVOKED, fingerprint))));
  }

  /** What an identity token for the channel may be signed with; empty for unknown channels too. */
  Uni<List<PartnerKey>> live(String channelId) {
    return database
        .query(LIVE, channelId)
        .map(
            rows -> {
              List<PartnerKey> keys = new ArrayList<>(rows.size());
              for (Row row : rows) {
                keys.add(
                    PartnerKey.stored(
                        row.getString("algorithm"), row.getBuffer("public_key").getBytes()));
              }
              return keys;
            });
  }

  private static List<IdentityKey> read(RowSet<Row> rows) {
    List<IdentityKey> keys = new ArrayList<>(rows.size());
    for (Row row : rows) {
      keys.add(
          new IdentityKey(
              row.getUUID("id").toString(),
              row.getString("algorithm"),
              row.getString("fingerprint"),
              row.getOffsetDateTime("added_at").toInstant(),
              new Person(row.getString("added_by_id"), row.getString("added_by_name"))));
    }
    return keys;
  }

  private static boolean isThere(Throwable failure) {
    return failure instanceof PgException pg && UNIQUE_VIOLATION.equals(pg.getSqlState());
  }
}
