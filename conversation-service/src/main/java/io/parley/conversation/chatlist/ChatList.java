package io.parley.conversation.chatlist;

import io.parley.contracts.command.ConversationStatus;
import io.parley.conversation.chatlist.ChatListFilter.Position;
import io.parley.conversation.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A channel's conversations in the list's order, page by page.
 *
 * <p>A search goes one of two ways, each bounded: what few followers are called and few messages
 * say leads from those to their conversations; what is frequent is looked for along the list, at
 * most {@link #SCAN} conversations a page.
 */
@ApplicationScoped
class ChatList {
  private static final int FEW = 500;
  private static final int SCAN = 2_000;

  private final Database database;

  ChatList(Database database) {
    this.database = database;
  }

  Uni<ChatPage> page(ChatListFilter filter, Optional<Position> after, int size) {
    // One more than asked for tells whether there is a next page.
    int limit = filter.matchesNothing() ? 0 : size + 1;
    if (filter.name().isEmpty()) {
      return read(filter, size, ChatListSql.walk(filter, after, limit));
    }
    return run(ChatListSql.countMatches(filter, FEW + 1))
        .map(rows -> rows.iterator().next())
        .flatMap(
            found -> {
              boolean fewMessages = found.getLong("messages") <= FEW;
              return found.getLong("names") <= FEW && fewMessages
                  ? read(filter, size, ChatListSql.ofFew(filter, after, FEW, limit))
                  : readMany(filter, after, size, limit, fewMessages);
            });
  }

  private Uni<ChatPage> readMany(
      ChatListFilter filter, Optional<Position> after, int size, int limit, boolean fewMessages) {
    int few = fewMessages ? FEW : 0;
    return read(filter, size, ChatListSql.ofMany(filter, after, SCAN, few, limit))
        .flatMap(
            page ->
                page.nextCursor() != null || filter.matchesNothing()
                    ? Uni.createFrom().item(page)
                    : run(ChatListSql.endOfScan(filter, after, SCAN))
                        .map(rows -> goingOn(page, filter, rows)));
  }

  private static ChatPage goingOn(ChatPage page, ChatListFilter filter, RowSet<Row> endOfScan) {
    for (Row row : endOfScan) {
      Position end = new Position(row.getOffsetDateTime("sort_key"), row.getUUID("id"));
      return new ChatPage(page.items(), filter.cursor(end), page.counts());
    }
    return page;
  }

  private Uni<ChatPage> read(ChatListFilter filter, int size, ChatListSql.Statement statement) {
    return run(statement).map(rows -> toPage(filter, size, rows));
  }

  private Uni<RowSet<Row>> run(ChatListSql.Statement statement) {
    return database.query(statement.sql(), statement.parameters());
  }

  private static ChatPage toPage(ChatListFilter filter, int size, RowSet<Row> rows) {
    List<ConversationView> items = new ArrayList<>(size);
    Map<ConversationStatus, Long> counts = new EnumMap<>(ConversationStatus.class);
    Position last = null;
    String nextCursor = null;
    for (Row row : rows) {
      if (counts.isEmpty()) {
        for (ConversationStatus status : ConversationStatus.values()) {
          counts.put(status, row.getLong(status.name().toLowerCase(java.util.Locale.ROOT)));
        }
      }
      OffsetDateTime sortKey = row.getOffsetDateTime("sort_key");
      if (sortKey == null) {
        break;
      }
      if (items.size() == size) {
        nextCursor = filter.cursor(last);
        break;
      }
      last = new Position(sortKey, row.getUUID("id"));
      items.add(ConversationRows.read(row).withReadSeq(row.getLong("read_seq")));
    }
    if (!filter.longestWaitFirst()) {
      // The index is ordered to the second; a page is put right within it.
      items.sort(Comparator.comparing(ConversationView::lastActivityAt).reversed());
    }
    return new ChatPage(items, nextCursor, counts);
  }
}
