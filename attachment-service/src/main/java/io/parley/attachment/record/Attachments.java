package io.parley.attachment.record;

import io.parley.contracts.event.Participant;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** The table of files. */
@ApplicationScoped
public class Attachments {
  /** A database that hangs is answered with 503 and holds no request for longer. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Pool pool;

  Attachments(Pool pool) {
    this.pool = pool;
  }

  /** Those of the files that exist, whatever their state. */
  public Uni<List<Attachment>> find(Collection<UUID> ids) {
    return query("SELECT * FROM attachment WHERE id = ANY($1)", (Object) array(ids));
  }

  public Uni<Optional<Attachment>> find(UUID id) {
    return find(List.of(id)).map(found -> found.stream().findFirst());
  }

  /** How many files of this uploader wait to be sent. */
  public Uni<Long> countPending(Participant uploader) {
    return bounded(
            pool.preparedQuery(
                    """
                    SELECT count(*) FROM attachment
                    WHERE uploader_role = $1 AND uploader_id = $2
                      AND state IN ('WRITING', 'STORED')""")
                .execute(Tuple.of(uploader.role().name(), uploader.id())))
        .map(rows -> rows.iterator().next().getLong(0));
  }

  /** Remembers an upload before its bytes go to the store, so that none is ever there unknown. */
  public Uni<Void> begin(UUID id, String channelId, String followerId, Participant uploader) {
    return query(
            """
            INSERT INTO attachment
              (id, state, channel_id, follower_id, uploader_role, uploader_id, uploader_name)
            VALUES ($1, 'WRITING', $2, $3, $4, $5, $6) RETURNING *""",
            id,
            channelId,
            followerId,
            uploader.role().name(),
            uploader.id(),
            uploader.name())
        .replaceWithVoid();
  }

  /** Its bytes are in the store: from now on it can be read and sent. */
  public Uni<Attachment> markStored(UUID id, StoredFile file) {
    return query(
            """
            UPDATE attachment SET state = 'STORED', file_name = $2, media_type = $3, size = $4,
              sha256 = $5, width = $6, height = $7, thumbnail_type = $8, thumbnail_size = $9
            WHERE id = $1 AND state = 'WRITING' RETURNING *""",
            id,
            file.name(),
            file.mediaType(),
            file.size(),
            file.sha256(),
            file.width(),
            file.height(),
            file.thumbnailType(),
            file.thumbnailSize())
        .map(List::getFirst);
  }

  /** An upload that came to nothing; whatever it may have put into the store is removed. */
  public Uni<Void> abandon(UUID id) {
    return query(
            """
            UPDATE attachment SET state = 'REMOVING'
            WHERE id = $1 AND state = 'WRITING' RETURNING *""",
            id)
        .replaceWithVoid();
  }

  /**
   * What was found out about a file.
   *
   * @param thumbnailType null when it has no small picture, as {@code thumbnailSize}
   */
  public record StoredFile(
      String name,
      String mediaType,
      long size,
      String sha256,
      Integer width,
      Integer height,
      String thumbnailType,
      Long thumbnailSize) {}

  /** Nobody can read these any more; what was sent, too. */
  public Uni<List<Attachment>> markRemoving(Collection<UUID> ids) {
    return query(
        "UPDATE attachment SET state = 'REMOVING' WHERE id = ANY($1) RETURNING *",
        (Object) array(ids));
  }

  /** What a deleted message carried. */
  public Uni<List<Attachment>> markRemoving(UUID conversationId, long messageSeq) {
    return query(
        """
        UPDATE attachment SET state = 'REMOVING'
        WHERE conversation_id = $1 AND message_seq = $2 RETURNING *""",
        conversationId,
        messageSeq);
  }

  /** Gives up on files that were not sent in time, and on those whose bytes never arrived. */
  public Uni<List<Attachment>> markExpiredRemoving(Duration unsent, Duration writing) {
    return query(
        """
        UPDATE attachment SET state = 'REMOVING'
        WHERE id IN (
          SELECT id FROM attachment
          WHERE (state = 'STORED' AND created_at < now() - $1 * interval '1 second')
             OR (state = 'WRITING' AND created_at < now() - $2 * interval '1 second')
          LIMIT 500 FOR UPDATE SKIP LOCKED)
        RETURNING *""",
        unsent.toSeconds(),
        writing.toSeconds());
  }

  /**
   * A piece of what belongs to a conversation and, where it is named, its follower.
   *
   * @param followerId whose other files are meant too; null for those of the conversation alone
   * @param before files that came later are another follower's
   */
  public Uni<List<Attachment>> markErasedRemoving(
      String channelId, String followerId, UUID conversationId, Instant before) {
    return query(
        """
        UPDATE attachment SET state = 'REMOVING'
        WHERE id IN (
          SELECT id FROM attachment WHERE conversation_id = $3 AND channel_id = $1
          UNION ALL
          SELECT id FROM attachment
          WHERE channel_id = $1 AND follower_id = $2 AND created_at <= $4
          LIMIT 100)
        RETURNING *""",
        channelId,
        followerId,
        conversationId,
        before.atOffset(ZoneOffset.UTC));
  }

  /** Files that a follower uploaded or may have been sent, after an id, in the order of ids. */
  public Uni<List<Attachment>> ofFollower(
      String channelId, String followerId, UUID after, int limit) {
    return query(
        """
        SELECT * FROM attachment
        WHERE channel_id = $1 AND follower_id = $2 AND id > $3
          AND (state IN ('CLAIMED', 'SENT') OR (state = 'STORED' AND uploader_role = 'FOLLOWER'))
        ORDER BY id LIMIT $4""",
        channelId,
        followerId,
        after,
        limit);
  }

  public Uni<List<Attachment>> removing() {
    return query("SELECT * FROM attachment WHERE state = 'REMOVING' LIMIT 500");
  }

  /** Its bytes are gone. */
  public Uni<Void> delete(UUID id) {
    return query("DELETE FROM attachment WHERE id = $1 AND state = 'REMOVING' RETURNING *", id)
        .replaceWithVoid();
  }

  /** Claims that are old enough to have come to a message, if ever; some at a time. */
  public Uni<List<Attachment>> claimedBefore(Duration age) {
    return query(
        """
        SELECT * FROM attachment
        WHERE state = 'CLAIMED' AND claimed_at <= now() - $1 * interval '1 second'
        ORDER BY claimed_at LIMIT 200""",
        age.toSeconds());
  }

  /** All claims of a conversation. */
  public Uni<List<Attachment>> claimedIn(UUID conversationId) {
    return query(
        "SELECT * FROM attachment WHERE conversation_id = $1 AND state = 'CLAIMED' LIMIT 200",
        conversationId);
  }

  /** The message was found: the file is part of it. */
  public Uni<Void> markSent(UUID id, long messageSeq) {
    return query(
            """
            UPDATE attachment SET state = 'SENT', message_seq = $2
            WHERE id = $1 AND state = 'CLAIMED' RETURNING *""",
            id,
            messageSeq)
        .replaceWithVoid();
  }

  /**
   * No message came of the claim: the file may be sent again, if nobody has claimed it meanwhile.
   */
  public Uni<Void> releaseClaim(Attachment file, Duration age) {
    return query(
            """
            UPDATE attachment SET state = 'STORED', conversation_id = NULL,
              client_message_id = NULL, claimed_at = NULL, tries = 0
            WHERE id = $1 AND state = 'CLAIMED' AND client_message_id = $2
              AND claimed_at <= now() - $3 * interval '1 second' RETURNING *""",
            file.id(),
            file.clientMessageId(),
            age.toSeconds())
        .replaceWithVoid();
  }

  /** One try of this message was refused; with the last one its files are free again. */
  public Uni<Void> takeBackTry(
      UUID conversationId, Participant sender, String clientMessageId, Collection<UUID> ids) {
    return query(
            """
            UPDATE attachment SET
              tries = tries - 1,
              state = CASE WHEN tries = 1 THEN 'STORED' ELSE state END,
              conversation_id = CASE WHEN tries = 1 THEN NULL ELSE conversation_id END,
              client_message_id = CASE WHEN tries = 1 THEN NULL ELSE client_message_id END,
              claimed_at = CASE WHEN tries = 1 THEN NULL ELSE claimed_at END
            WHERE id = ANY($1) AND state = 'CLAIMED' AND conversation_id = $2
              AND client_message_id = $3 AND uploader_role = $4 AND uploader_id = $5
            RETURNING *""",
            array(ids),
            conversationId,
            clientMessageId,
            sender.role().name(),
            sender.id())
        .replaceWithVoid();
  }

  public Uni<List<Attachment>> notAnnounced() {
    return query(
        """
        SELECT * FROM attachment WHERE NOT announced AND state <> 'WRITING'
        ORDER BY created_at LIMIT 100""");
  }

  public Uni<Void> markAnnounced(Collection<UUID> ids) {
    return query(
            "UPDATE attachment SET announced = true WHERE id = ANY($1) RETURNING *",
            (Object) array(ids))
        .replaceWithVoid();
  }

  /**
   * Runs work that first locks files, in the order of their ids so that nobody waits in circles.
   */
  public <T> Uni<T> locking(Collection<UUID> ids, Function<Locked, Uni<T>> work) {
    return bounded(
        pool.withTransaction(
            connection ->
                query(
                        connection,
                        "SELECT * FROM attachment WHERE id = ANY($1) ORDER BY id FOR UPDATE",
                        (Object) array(ids))
                    .flatMap(files -> work.apply(new Locked(connection, files)))));
  }

  /** Files that nobody else can change until the transaction ends. */
  public record Locked(SqlConnection connection, List<Attachment> files) {
    /** Binds files to messages on their way; the lists go side by side. */
    public Uni<Void> claim(
        List<UUID> ids, List<UUID> conversationIds, List<String> clientMessageIds) {
      return query(
              connection,
              """
              UPDATE attachment a
              SET state = 'CLAIMED', conversation_id = c.conversation_id,
                client_message_id = c.client_message_id, claimed_at = now(),
                tries = CASE WHEN a.state = 'CLAIMED' THEN a.tries ELSE 0 END + 1
              FROM unnest($1::uuid[], $2::uuid[], $3::text[])
                AS c(id, conversation_id, client_message_id)
              WHERE a.id = c.id RETURNING a.*""",
              array(ids),
              array(conversationIds),
              clientMessageIds.toArray(String[]::new))
          .replaceWithVoid();
    }
  }

  private Uni<List<Attachment>> query(String sql, Object... parameters) {
    return bounded(query(pool, sql, parameters));
  }

  private static Uni<List<Attachment>> query(SqlClient client, String sql, Object... parameters) {
    return client.preparedQuery(sql).execute(Tuple.from(parameters)).map(Attachments::read);
  }

  private static List<Attachment> read(RowSet<Row> rows) {
    return rows.stream().map(Attachment::of).toList();
  }

  private static UUID[] array(Collection<UUID> ids) {
    return ids.toArray(UUID[]::new);
  }

  private static <T> Uni<T> bounded(Uni<T> work) {
    return work.ifNoItem().after(PATIENCE).fail();
  }
}
