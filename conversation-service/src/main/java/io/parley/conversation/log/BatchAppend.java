package io.parley.conversation.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.parley.contracts.event.MessageSent;
import io.parley.contracts.event.NoteAdded;
import io.parley.contracts.event.Participant;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.event.Person;
import io.parley.contracts.json.Json;
import io.parley.conversation.lifecycle.ConversationState;
import io.vertx.mutiny.sqlclient.Tuple;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/** The one statement that appends a whole batch: state, status counts, log and outbox. */
final class BatchAppend {

  static final String SQL =
      """
      WITH moved AS (
        UPDATE conversation c
        SET status = n.status, cycle = n.cycle, owner_id = n.owner_id, owner_name = n.owner_name,
            opened_at = n.opened_at, taken_at = n.taken_at, finished_at = n.finished_at,
            finished_by_id = n.finished_by_id, finished_by_name = n.finished_by_name,
            waiting_since = n.waiting_since, last_seq = n.last_seq,
            last_activity_at = n.last_activity_at,
            last_message = COALESCE(n.last_message::json, c.last_message),
            private_from = n.last_public_seq + 1, private_to = n.last_seq
        FROM unnest($1::uuid[], $2::text[], $3::int[], $4::text[], $5::text[], $6::timestamptz[],
                    $7::timestamptz[], $8::timestamptz[], $9::text[], $10::text[],
                    $11::timestamptz[], $12::bigint[], $13::timestamptz[], $14::text[], $27::bigint[])
          AS n(id, status, cycle, owner_id, owner_name, opened_at, taken_at, finished_at,
               finished_by_id, finished_by_name, waiting_since, last_seq, last_activity_at,
               last_message, last_public_seq)
        WHERE c.id = n.id
      ), counted AS (
        INSERT INTO conversation_status_count (channel_id, status, delta)
        SELECT * FROM unnest($15::text[], $16::text[], $17::bigint[])
      ), logged AS (
        INSERT INTO conversation_event
          (conversation_id, seq, type, at, sender_role, sender_id, client_message_id, body)
        SELECT conversation_id, seq, type, at, sender_role, sender_id, client_message_id, body::json
        FROM unnest($18::uuid[], $19::bigint[], $20::text[], $21::timestamptz[], $22::text[],
                    $23::text[], $24::text[], $25::text[])
          AS e(conversation_id, seq, type, at, sender_role, sender_id, client_message_id, body)
      )
      INSERT INTO outbox (topics, bodies, traceparents) VALUES ($26, $25, $28)""";

  private static final String AGENT = ParticipantRole.AGENT.name();

  private BatchAppend() {}

  static Tuple parameters(Batch batch) {
    Tuple tuple = Tuple.tuple();
    addConversations(tuple, batch.changed());
    addStatusCounts(tuple, batch.changed());
    addEvents(tuple, batch.appended());
    add(tuple, batch.changed(), Long[]::new, c -> c.lastPublicSeq);
    tuple.addValue(batch.traceparents());
    return tuple;
  }

  private static void addConversations(Tuple tuple, Collection<LockedConversation> changed) {
    add(tuple, changed, UUID[]::new, c -> c.id);
    add(tuple, changed, String[]::new, c -> c.state.status().name());
    add(tuple, changed, Integer[]::new, c -> c.state.cycle());
    add(tuple, changed, String[]::new, c -> idOf(ownerOf(c.state)));
    add(tuple, changed, String[]::new, c -> nameOf(ownerOf(c.state)));
    add(tuple, changed, OffsetDateTime[]::new, c -> c.openedAt);
    add(tuple, changed, OffsetDateTime[]::new, c -> c.takenAt);
    add(tuple, changed, OffsetDateTime[]::new, c -> c.finishedAt);
    add(tuple, changed, String[]::new, c -> idOf(finisherOf(c.state)));
    add(tuple, changed, String[]::new, c -> nameOf(finisherOf(c.state)));
    add(tuple, changed, OffsetDateTime[]::new, c -> c.waitingSince);
    add(tuple, changed, Long[]::new, c -> c.lastSeq);
    add(tuple, changed, OffsetDateTime[]::new, c -> c.lastActivityAt);
    add(tuple, changed, String[]::new, c -> c.lastMessage == null ? null : preview(c.lastMessage));
  }

  /** One down for the old status and one up for the new, for each conversation that moved. */
  private static void addStatusCounts(Tuple tuple, Collection<LockedConversation> changed) {
    List<StatusDelta> deltas =
        changed.stream()
            .filter(c -> c.stateBefore.status() != c.state.status())
            .<StatusDelta>mapMulti(
                (c, each) -> {
                  each.accept(new StatusDelta(c.channelId, c.stateBefore.status().name(), -1L));
                  each.accept(new StatusDelta(c.channelId, c.state.status().name(), 1L));
                })
            .toList();
    add(tuple, deltas, String[]::new, StatusDelta::channelId);
    add(tuple, deltas, String[]::new, StatusDelta::status);
    add(tuple, deltas, Long[]::new, StatusDelta::delta);
  }

  private static void addEvents(Tuple tuple, List<Batch.Appended> appended) {
    add(tuple, appended, UUID[]::new, a -> UUID.fromString(a.event().conversationId()));
    add(tuple, appended, Long[]::new, a -> a.event().seq());
    add(tuple, appended, String[]::new, a -> a.event().topic().topicName());
    add(tuple, appended, OffsetDateTime[]::new, a -> utc(a.event().at()));
    add(tuple, appended, String[]::new, a -> written(a, m -> m.sender().role().name(), n -> AGENT));
    add(tuple, appended, String[]::new, a -> written(a, m -> m.sender().id(), n -> n.by().id()));
    add(
        tuple,
        appended,
        String[]::new,
        a -> written(a, MessageSent::clientMessageId, NoteAdded::clientMessageId));
    add(tuple, appended, String[]::new, Batch.Appended::body);
    add(tuple, appended, String[]::new, a -> a.event().topic().topicName());
  }

  private record StatusDelta(String channelId, String status, long delta) {}

  /** What the chat list shows of the newest message. */
  private record Preview(Participant sender, String text, long seq, Instant at) {}

  private static String preview(MessageSent sent) {
    String text = previewText(sent);
    int end = Math.min(text.length(), 160);
    if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    try {
      return Json.tolerant()
          .writeValueAsString(
              new Preview(sent.sender(), text.substring(0, end), sent.seq(), sent.at()));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("A preview cannot be written as JSON", e);
    }
  }

  private static String previewText(MessageSent sent) {
    if (sent.text() != null) {
      return sent.text();
    }
    if (sent.engagement() != null) {
      return sent.engagement().title();
    }
    return sent.attachments() == null ? "" : sent.attachments().getFirst().fileName();
  }

  private static Person ownerOf(ConversationState state) {
    return state instanceof ConversationState.Active active ? active.owner() : null;
  }

  private static Person finisherOf(ConversationState state) {
    return state instanceof ConversationState.Finished finished ? finished.by() : null;
  }

  private static String idOf(Person person) {
    return person == null ? null : person.id();
  }

  private static String nameOf(Person person) {
    return person == null ? null : person.name();
  }

  /** A field of what somebody wrote and may send again; null for all other events. */
  private static String written(
      Batch.Appended a,
      Function<MessageSent, String> ofMessage,
      Function<NoteAdded, String> ofNote) {
    if (a.event() instanceof MessageSent sent) {
      return ofMessage.apply(sent);
    }
    return a.event() instanceof NoteAdded note ? ofNote.apply(note) : null;
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static <T, V> void add(
      Tuple tuple, Collection<T> items, IntFunction<V[]> array, Function<T, V> field) {
    tuple.addValue(items.stream().map(field).toArray(array));
  }
}
