package io.parley.conversation.log;

import io.parley.contracts.event.ConversationErased;
import io.parley.contracts.event.ConversationErased.Reason;
import io.parley.contracts.event.ConversationEvent;
import io.parley.contracts.event.ConversationFinished;
import io.parley.contracts.event.ConversationOpened;
import io.parley.contracts.event.ConversationTaken;
import io.parley.contracts.event.ConversationTransferred;
import io.parley.contracts.event.MessageDeleted;
import io.parley.contracts.event.MessageSent;
import io.parley.contracts.event.NoteAdded;
import io.parley.contracts.event.Participant;
import io.parley.contracts.event.ParticipantRole;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Erases a conversation: closes its log with {@code conversation-erased}, takes it away from its
 * follower, and then empties what was stored before, place by place. Every event keeps its seq, its
 * kind, its time and the agents in it, so that the log has no gaps and figures made from it stay
 * what they were; what was written, the follower and what a sender chose as an id goes.
 */
@ApplicationScoped
public class LogErasure {
  private static final String OPEN =
      """
      WITH opened AS (
        INSERT INTO conversation (id, channel_id, follower_id, follower_name)
        VALUES ($1, $2, $3, '') ON CONFLICT (channel_id, follower_id) DO NOTHING
        RETURNING channel_id
      )
      INSERT INTO conversation_status_count (channel_id, status, delta)
      SELECT channel_id, 'QUIET', 1 FROM opened""";

  private static final String OF_FOLLOWER =
      "SELECT id FROM conversation WHERE channel_id = $1 AND follower_id = $2";

  private static final String NOW = "SELECT clock_timestamp() AS now";

  /** At the end of all lists; the follower's next message opens another thread. */
  private static final String DETACH =
      """
      UPDATE conversation
      SET follower_id = $2, follower_name = '', last_message = NULL, last_activity_at = 'epoch'
      WHERE id = $1""";

  private static final String PAGE =
      """
      SELECT seq, body::text AS body FROM conversation_event
      WHERE conversation_id = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4""";

  private static final String EMPTY =
      """
      UPDATE conversation_event e
      SET body = n.body::json,
          sender_id = CASE WHEN e.sender_role = 'FOLLOWER' THEN $4 ELSE e.sender_id END,
          client_message_id =
            CASE WHEN e.client_message_id IS NULL THEN NULL ELSE 'erased-' || e.seq END
      FROM unnest($2::bigint[], $3::text[]) AS n(seq, body)
      WHERE e.conversation_id = $1 AND e.seq = n.seq""";

  private static final String FORGET_MARKS =
      "DELETE FROM conversation_mark WHERE conversation_id = $1";

  /** A conversation that takes nothing more, and the seq of its last event. */
  public record Closed(UUID conversationId, long lastSeq, OffsetDateTime at) {}

  /** Under whose name an erased conversation stands from then on. */
  public static String pseudonym(UUID conversationId) {
    return "erased-" + conversationId;
  }

  /** The follower's thread; opened if there was none, so that every follower is closed alike. */
  public Uni<UUID> threadOf(SqlConnection transaction, String channelId, String followerId) {
    return transaction
        .preparedQuery(OPEN)
        .execute(Tuple.of(UUID.randomUUID(), channelId, followerId))
        .flatMap(
            opened ->
                transaction.preparedQuery(OF_FOLLOWER).execute(Tuple.of(channelId, followerId)))
        .map(rows -> rows.iterator().next().getUUID("id"));
  }

  /**
   * Appends the log's last event, and detaches the conversation from its follower, within the
   * transaction that the connection is in.
   *
   * @return empty when it was erased before
   */
  public Uni<Optional<Closed>> close(SqlConnection transaction, UUID id, Reason reason) {
    return transaction
        .preparedQuery(BatchTransaction.LOCK)
        .execute(Tuple.tuple().addValue(new UUID[] {id}))
        .flatMap(
            locked ->
                transaction
                    .query(NOW)
                    .execute()
                    .map(rows -> rows.iterator().next().getOffsetDateTime("now"))
                    .flatMap(now -> close(transaction, locked, id, reason, now)));
  }

  private static Uni<Optional<Closed>> close(
      SqlConnection transaction, RowSet<Row> locked, UUID id, Reason reason, OffsetDateTime now) {
    Batch batch = new Batch(locked, Deletions.none());
    batch.add(new LogCommand.Erase(id, reason), null, now);
    if (batch.isEmpty()) {
      return Uni.createFrom().item(Optional.empty());
    }
    long lastSeq = batch.appended().getLast().event().seq();
    return transaction
        .preparedQuery(BatchAppend.SQL)
        .execute(BatchAppend.parameters(batch))
        .flatMap(appended -> transaction.preparedQuery(DETACH).execute(Tuple.of(id, pseudonym(id))))
        .replaceWith(Optional.of(new Closed(id, lastSeq, now)));
  }

  /**
   * Empties the next places of a closed log, within the transaction that the connection is in.
   *
   * @return how far it is emptied now; doing it again changes nothing
   */
  public Uni<Long> empty(SqlConnection transaction, UUID id, long after, long lastSeq, int size) {
    return transaction
        .preparedQuery(PAGE)
        .execute(Tuple.of(id, after, lastSeq, size))
        .flatMap(
            rows -> {
              if (rows.size() == 0) {
                return Uni.createFrom().item(lastSeq);
              }
              List<Long> seqs = new ArrayList<>(rows.size());
              List<String> bodies = new ArrayList<>(rows.size());
              for (Row row : rows) {
                seqs.add(row.getLong("seq"));
                bodies.add(
                    Batch.toJson(emptied(Batch.fromJson(row.getString("body")), pseudonym(id))));
              }
              return transaction
                  .preparedQuery(EMPTY)
                  .execute(
                      Tuple.of(
                          id,
                          seqs.toArray(Long[]::new),
                          bodies.toArray(String[]::new),
                          pseudonym(id)))
                  .replaceWith(seqs.getLast());
            });
  }

  /** The marks of an erased conversation: some come in while its sockets are being closed. */
  public Uni<Void> forgetMarks(SqlConnection transaction, UUID id) {
    return transaction.preparedQuery(FORGET_MARKS).execute(Tuple.of(id)).replaceWithVoid();
  }

  /** What is left of an event. */
  static ConversationEvent emptied(ConversationEvent event, String pseudonym) {
    return switch (event) {
      case ConversationOpened e ->
          new ConversationOpened(
              e.conversationId(),
              e.channelId(),
              pseudonym,
              e.seq(),
              e.firstSeq(),
              e.after(),
              e.at(),
              e.cycle(),
              "");
      case MessageSent e ->
          new MessageSent(
              e.conversationId(),
              e.channelId(),
              pseudonym,
              e.seq(),
              e.firstSeq(),
              e.after(),
              e.at(),
              e.cycle(),
              "erased-" + e.seq(),
              e.sender().role() == ParticipantRole.FOLLOWER
                  ? new Participant(ParticipantRole.FOLLOWER, pseudonym, "")
                  : e.sender(),
              null,
              List.of(),
              null,
              null);
      case ConversationTaken e ->
          new ConversationTaken(
              e.conversationId(),
              e.channelId(),
              pseudonym,
              e.seq(),
              e.firstSeq(),
              e.after(),
              e.at(),
              e.cycle(),
              e.owner(),
              e.previousOwner());
      case ConversationFinished e ->
          new ConversationFinished(
              e.conversationId(),
              e.channelId(),
              pseudonym,
              e.seq(),
              e.firstSeq(),
              e.after(),
              e.at(),
              e.cycle(),
              e.finishedBy());
      case MessageDeleted e ->
          new MessageDeleted(
              e.conversationId(),
              e.channelId(),
              pseudonym,
              e.seq(),
              e.firstSeq(),
              e.after(),
              e.at(),
              e.cycle(),
              e.deletedSeq(),
              e.deletedBy());
      case NoteAdded e ->
          new NoteAdded(
              e.conversationId(),
              e.channelId(),
              pseudonym,
              e.seq(),
              e.firstSeq(),
              e.after(),
              e.at(),
              e.cycle(),
              "erased-" + e.seq(),
              e.by(),
              "");
      case ConversationTransferred e ->
          new ConversationTransferred(
              e.conversationId(),
              e.channelId(),
              pseudonym,
              e.seq(),
              e.firstSeq(),
              e.after(),
              e.at(),
              e.cycle(),
              e.from(),
              e.to(),
              e.by());
      case ConversationErased e ->
          new ConversationErased(
              e.conversationId(),
              e.channelId(),
              pseudonym,
              e.seq(),
              e.firstSeq(),
              e.after(),
              e.at(),
              e.cycle(),
              e.reason());
    };
  }
}
