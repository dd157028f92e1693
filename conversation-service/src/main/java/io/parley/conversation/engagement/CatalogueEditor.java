package io.parley.conversation.engagement;

import io.parley.contracts.event.EngagementKind;
import io.parley.contracts.limit.Limit;
import io.parley.contracts.problem.ProblemCode;
import io.parley.conversation.access.AccessibleChannel;
import io.parley.conversation.audit.AuditAction;
import io.parley.conversation.audit.AuditEntry;
import io.parley.conversation.audit.AuditLog;
import io.parley.conversation.database.Database;
import io.parley.conversation.identity.Agent;
import io.parley.conversation.request.Cursor;
import io.parley.rest.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Shows and changes the catalogues of channels. What was sent stays as it was sent. */
@ApplicationScoped
class CatalogueEditor {
  private static final String PAGE =
      """
      SELECT id, kind, title, description, code, points, available_from, available_until,
             once_per_follower
      FROM engagement WHERE channel_id = $1 AND id > $2 ORDER BY id LIMIT $3""";

  /** So that two admins cannot add the last one at once, nor load two catalogues into one. */
  private static final String LOCK = "SELECT 1 FROM channel WHERE id = $1 FOR NO KEY UPDATE";

  private static final String PUT =
      """
      INSERT INTO engagement (channel_id, id, kind, title, description, code, points,
                              available_from, available_until, once_per_follower)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
      ON CONFLICT (channel_id, id) DO UPDATE
      SET kind = excluded.kind, title = excluded.title, description = excluded.description,
          code = excluded.code, points = excluded.points,
          available_from = excluded.available_from, available_until = excluded.available_until,
          once_per_follower = excluded.once_per_follower""";

  private static final String COUNT = "SELECT count(*) AS n FROM engagement WHERE channel_id = $1";

  private static final String DELETE = "DELETE FROM engagement WHERE channel_id = $1 AND id = $2";

  private static final String DELETE_OTHERS =
      "DELETE FROM engagement WHERE channel_id = $1 AND NOT id = ANY($2)";

  private final Database database;

  CatalogueEditor(Database database) {
    this.database = database;
  }

  Uni<CataloguePage> page(AccessibleChannel channel, Optional<String> cursor, int size) {
    List<String> list = List.of("catalogue", channel.id());
    // No id is empty: this is before them all.
    String after = cursor.map(given -> Cursor.decode(list, given, 1).getFirst()).orElse("");
    return database
        .query(PAGE, channel.id(), after, size + 1)
        .map(rows -> toPage(rows, list, size));
  }

  /** Adds or replaces one. */
  Uni<CatalogueEntry> put(AccessibleChannel channel, CatalogueEntry entry, Agent by) {
    return database
        .inTransaction(
            transaction ->
                lock(transaction, channel)
                    .chain(() -> store(transaction, channel, List.of(entry)))
                    .chain(() -> requireRoom(transaction, channel))
                    .chain(
                        () ->
                            AuditLog.record(
                                transaction,
                                AuditEntry.of(
                                    channel.id(),
                                    by.person(),
                                    AuditAction.ENGAGEMENT_SAVED,
                                    entry.id()))))
        .replaceWith(entry);
  }

  /** Replaces the whole catalogue, or nothing of it. */
  Uni<Void> load(AccessibleChannel channel, List<CatalogueEntry> entries, Agent by) {
    String[] ids = entries.stream().map(CatalogueEntry::id).toArray(String[]::new);
    AuditEntry loaded =
        AuditEntry.of(
            channel.id(),
            by.person(),
            AuditAction.CATALOGUE_LOADED,
            channel.id(),
            Map.of("engagements", Integer.toString(ids.length)));
    return database.inTransaction(
        transaction ->
            lock(transaction, channel)
                .chain(
                    () ->
                        transaction
                            .preparedQuery(DELETE_OTHERS)
                            .execute(Tuple.of(channel.id(), ids)))
                .chain(() -> store(transaction, channel, entries))
                .chain(() -> AuditLog.record(transaction, loaded)));
  }

  Uni<Void> delete(AccessibleChannel channel, String id, Agent by) {
    AuditEntry removed =
        AuditEntry.of(channel.id(), by.person(), AuditAction.ENGAGEMENT_REMOVED, id);
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
                .chain(() -> AuditLog.record(transaction, removed)));
  }

  private static Uni<RowSet<Row>> lock(SqlConnection transaction, AccessibleChannel channel) {
    return transaction.preparedQuery(LOCK).execute(Tuple.of(channel.id()));
  }

  private static Uni<Void> store(
      SqlConnection transaction, AccessibleChannel channel, List<CatalogueEntry> entries) {
    if (entries.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return transaction
        .preparedQuery(PUT)
        .executeBatch(entries.stream().map(entry -> row(channel, entry)).toList())
        .replaceWithVoid();
  }

  private static Uni<Void> requireRoom(SqlConnection transaction, AccessibleChannel channel) {
    return transaction
        .preparedQuery(COUNT)
        .execute(Tuple.of(channel.id()))
        .invoke(
            rows -> {
              if (rows.iterator().next().getLong("n") > Limit.CATALOGUE_ENGAGEMENTS.value()) {
                throw new ProblemException(
                    ProblemCode.LIMIT_REACHED,
                    "A catalogue has at most %d engagements."
                        .formatted(Limit.CATALOGUE_ENGAGEMENTS.value()));
              }
            })
        .replaceWithVoid();
  }

  private static Tuple row(AccessibleChannel channel, CatalogueEntry entry) {
    return Tuple.from(
        new Object[] {
          channel.id(),
          entry.id(),
          entry.kind().name(),
          entry.title(),
          Objects.requireNonNullElse(entry.description(), ""),
          entry.code(),
          entry.points(),
          utc(entry.availableFrom()),
          utc(entry.availableUntil()),
          Boolean.TRUE.equals(entry.oncePerFollower())
        });
  }

  private static OffsetDateTime utc(Instant time) {
    return time == null ? null : time.atOffset(ZoneOffset.UTC);
  }

  private static Instant instant(OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  private static CataloguePage toPage(RowSet<Row> rows, List<String> list, int size) {
    List<CatalogueEntry> items = new ArrayList<>(size);
    String nextCursor = null;
    for (Row row : rows) {
      if (items.size() == size) {
        nextCursor = Cursor.encode(list, items.getLast().id());
        break;
      }
      items.add(
          new CatalogueEntry(
              row.getString("id"),
              EngagementKind.valueOf(row.getString("kind")),
              row.getString("title"),
              row.getString("description"),
              row.getString("code"),
              row.getInteger("points"),
              instant(row.getOffsetDateTime("available_from")),
              instant(row.getOffsetDateTime("available_until")),
              row.getBoolean("once_per_follower")));
    }
    return new CataloguePage(items, nextCursor);
  }
}
