package io.parley.conversation.log;

import io.parley.contracts.event.MessageSent;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The messages that commands of a batch delete: read under the locks, emptied with the batch. A
 * batch that deletes nothing, as nearly all do, asks the database nothing for it.
 */
final class Deletions {
  /** {@code LATERAL} for the same reason as with the look-up of earlier tries. */
  private static final String TARGETS =
      """
      SELECT e.body
      FROM unnest($1::uuid[], $2::bigint[]) AS k(conversation_id, seq)
      CROSS JOIN LATERAL (
        SELECT body::text AS body FROM conversation_event
        WHERE conversation_id = k.conversation_id AND seq = k.seq AND type = 'message-sent'
        LIMIT 1) e""";

  private static final String EMPTY_MESSAGE =
      "UPDATE conversation_event SET body = $3::text::json WHERE conversation_id = $1 AND seq = $2";

  /** Previews of before they had a seq are known by time and sender. */
  private static final String EMPTY_PREVIEW =
      """
      UPDATE conversation SET last_message = json_build_object(
        'sender', last_message -> 'sender', 'text', '', 'seq', $2::bigint,
        'at', last_message -> 'at', 'deleted', true)
      WHERE id = $1 AND CASE WHEN last_message ->> 'seq' IS NULL
        THEN last_message ->> 'at' = $3 AND last_message #>> '{sender,id}' = $4
        ELSE (last_message ->> 'seq')::bigint = $2 END""";

  private final Map<Place, MessageSent> messages = new HashMap<>();
  private final List<MessageSent> emptied = new ArrayList<>();

  private Deletions() {}

  /** For a batch that deletes nothing. */
  static Deletions none() {
    return new Deletions();
  }

  private record Place(UUID conversationId, long seq) {}

  /** Whether the content of a stored message is gone: no message is sent without any. */
  static boolean isDeleted(MessageSent sent) {
    return sent.text() == null && sent.attachmentIds().isEmpty() && sent.engagement() == null;
  }

  /** Reads the messages that are to be deleted. */
  static Uni<Deletions> read(SqlConnection connection, List<LogCommand> commands) {
    List<LogCommand.Delete> wanted =
        commands.stream()
            .filter(LogCommand.Delete.class::isInstance)
            .map(LogCommand.Delete.class::cast)
            .toList();
    if (wanted.isEmpty()) {
      return Uni.createFrom().item(Deletions::none);
    }
    Tuple places =
        Tuple.of(
            wanted.stream().map(LogCommand.Delete::conversationId).toArray(UUID[]::new),
            wanted.stream().map(LogCommand.Delete::seq).toArray(Long[]::new));
    return connection.preparedQuery(TARGETS).execute(places).map(Deletions::of);
  }

  private static Deletions of(RowSet<Row> rows) {
    Deletions deletions = new Deletions();
    for (Row row : rows) {
      MessageSent sent = (MessageSent) Batch.fromJson(row.getString("body"));
      deletions.messages.put(placeOf(sent), sent);
    }
    return deletions;
  }

  /** What a deletion is answered without anything to store; empty when it is to be stored. */
  Optional<Outcome> answer(LogCommand.Delete delete) {
    MessageSent sent = messages.get(new Place(delete.conversationId(), delete.seq()));
    if (sent == null) {
      return refused(ProblemCode.NOT_FOUND, "There is no message at " + delete.seq());
    }
    boolean own =
        sent.sender().role() == ParticipantRole.AGENT
            && sent.sender().id().equals(delete.actor().id());
    if (!own && !delete.anybodys()) {
      return refused(
          ProblemCode.FORBIDDEN, "Only who sent a message, or a chat-admin, can delete it");
    }
    return isDeleted(sent)
        ? Optional.of(new Outcome.Stored(delete.conversationId(), sent.seq(), sent.at()))
        : Optional.empty();
  }

  /** The deletion is stored with this batch. */
  void accepted(LogCommand.Delete delete) {
    MessageSent empty = empty(messages.get(new Place(delete.conversationId(), delete.seq())));
    messages.put(placeOf(empty), empty);
    emptied.add(empty);
  }

  /** Empties the messages, and what lists show of them, within the batch's transaction. */
  Uni<Void> store(SqlConnection connection) {
    if (emptied.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    Uni<RowSet<Row>> bodies =
        connection
            .preparedQuery(EMPTY_MESSAGE)
            .executeBatch(
                emptied.stream()
                    .map(sent -> Tuple.of(idOf(sent), sent.seq(), Batch.toJson(sent)))
                    .toList());
    Uni<RowSet<Row>> previews =
        connection
            .preparedQuery(EMPTY_PREVIEW)
            .executeBatch(
                emptied.stream()
                    .map(
                        sent ->
                            Tuple.of(
                                idOf(sent), sent.seq(), sent.at().toString(), sent.sender().id()))
                    .toList());
    return Uni.combine().all().unis(bodies, previews).asTuple().replaceWithVoid();
  }

  private static MessageSent empty(MessageSent sent) {
    return new MessageSent(
        sent.conversationId(),
        sent.channelId(),
        sent.followerId(),
        sent.seq(),
        sent.firstSeq(),
        sent.after(),
        sent.at(),
        sent.cycle(),
        sent.clientMessageId(),
        sent.sender(),
        null,
        List.of(),
        null,
        null);
  }

  private static Place placeOf(MessageSent sent) {
    return new Place(idOf(sent), sent.seq());
  }

  private static UUID idOf(MessageSent sent) {
    return UUID.fromString(sent.conversationId());
  }

  private static Optional<Outcome> refused(ProblemCode code, String detail) {
    return Optional.of(new Outcome.Refused(Problem.of(code, detail)));
  }
}
