package io.parley.conversation.cycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import io.parley.contracts.event.ConversationErased;
import io.parley.contracts.event.ConversationEvent;
import io.parley.contracts.event.ConversationFinished;
import io.parley.contracts.event.ConversationOpened;
import io.parley.contracts.event.ConversationTaken;
import io.parley.contracts.event.ConversationTransferred;
import io.parley.contracts.event.MessageDeleted;
import io.parley.contracts.event.MessageSent;
import io.parley.contracts.event.NoteAdded;
import io.parley.contracts.event.Person;
import io.parley.contracts.json.Json;
import io.parley.conversation.cycle.CyclePage.Cycle;
import io.parley.conversation.database.Database;
import io.parley.conversation.log.ConversationRef;
import io.parley.conversation.request.Cursor;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Reads the cycles of a conversation. */
@ApplicationScoped
class Cycles {
  private static final ObjectReader EVENTS = Json.tolerant().readerFor(ConversationEvent.class);

  /** The turns of the newest cycles that begin before a seq; their index holds no messages. */
  private static final String TURNS =
      """
      WITH opened AS (
        SELECT seq FROM conversation_event
        WHERE conversation_id = $1 AND type = 'conversation-opened' AND seq < $2
        ORDER BY seq DESC LIMIT $3)
      SELECT body::text AS body FROM conversation_event
      WHERE conversation_id = $1 AND seq >= (SELECT min(seq) FROM opened) AND seq < $2
        AND type IN ('conversation-opened', 'conversation-taken', 'conversation-transferred',
                     'conversation-finished')
      ORDER BY seq""";

  private final Database database;

  Cycles(Database database) {
    this.database = database;
  }

  Uni<CyclePage> page(ConversationRef conversation, Optional<String> cursor, int size) {
    List<String> list = List.of("cycles", conversation.id().toString());
    long before =
        cursor.map(given -> seq(Cursor.decode(list, given, 1).getFirst())).orElse(Long.MAX_VALUE);
    return database
        .query(TURNS, conversation.id(), before, size + 1)
        .map(rows -> toPage(rows, list, size));
  }

  private static long seq(String part) {
    try {
      return Long.parseLong(part);
    } catch (NumberFormatException e) {
      throw Cursor.invalid();
    }
  }

  private static CyclePage toPage(RowSet<Row> rows, List<String> list, int size) {
    Deque<Building> newestFirst = new ArrayDeque<>();
    for (Row row : rows) {
      ConversationEvent event = read(row.getString("body"));
      if (event instanceof ConversationOpened opened) {
        newestFirst.push(new Building(opened));
      } else if (!newestFirst.isEmpty()) {
        newestFirst.peek().add(event);
      }
    }
    List<Cycle> items = newestFirst.stream().limit(size).map(Building::toCycle).toList();
    String nextCursor =
        newestFirst.size() > size
            ? Cursor.encode(list, Long.toString(items.getLast().firstSeq()))
            : null;
    return new CyclePage(items, nextCursor);
  }

  private static ConversationEvent read(String body) {
    try {
      return EVENTS.readValue(body);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("A stored event cannot be read", e);
    }
  }

  /** A cycle as far as its turns were read. */
  private static final class Building {
    private final ConversationOpened opened;
    private final List<Person> owners = new ArrayList<>();
    private Instant takenAt;
    private ConversationFinished finished;

    Building(ConversationOpened opened) {
      this.opened = opened;
    }

    void add(ConversationEvent event) {
      switch (event) {
        case ConversationTaken taken -> {
          takenAt = takenAt == null ? taken.at() : takenAt;
          owners.add(taken.owner());
        }
        case ConversationTransferred transferred -> owners.add(transferred.to());
        case ConversationFinished end -> finished = end;
        case ConversationOpened other -> throw new IllegalArgumentException("Another cycle");
        case MessageSent other -> {}
        case MessageDeleted other -> {}
        case NoteAdded other -> {}
        case ConversationErased other -> {}
      }
    }

    Cycle toCycle() {
      return new Cycle(
          opened.cycle(),
          opened.seq(),
          opened.at(),
          takenAt,
          finished == null ? null : finished.at(),
          finished == null ? null : finished.finishedBy(),
          owners);
    }
  }
}
