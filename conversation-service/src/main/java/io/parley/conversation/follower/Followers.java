package io.parley.conversation.follower;

import io.parley.contracts.command.ConversationStatus;
import io.parley.conversation.access.AccessibleChannel;
import io.parley.conversation.access.AccessibleFollower;
import io.parley.conversation.database.Database;
import io.parley.conversation.follower.FollowerPage.Follower;
import io.parley.conversation.request.Cursor;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds followers by the start of their name, and the threads of one. */
@ApplicationScoped
class Followers {
  /**
   * Two walks along one index: the rest of the followers with the last page's last name, then those
   * with later names. {@code ~>=~} and its like compare as the index does, byte by byte.
   */
  private static final String SELECT =
      """
      SELECT f.id, f.name, f.folded, f.known_since, c.id AS conversation_id
      FROM (
        (SELECT id, name, lower(name) AS folded, known_since FROM follower
         WHERE channel_id = $1 AND lower(name) = $3 AND id > $4
         ORDER BY id LIMIT $5)
        UNION ALL
        (SELECT id, name, lower(name) AS folded, known_since FROM follower
         WHERE channel_id = $1 AND lower(name) ~>~ $3
           AND lower(name) ~>=~ lower($2) AND lower(name) ~<~ (lower($2) || chr(1114111))
         ORDER BY lower(name) USING ~<~, id LIMIT $5)) f
      LEFT JOIN conversation c ON c.channel_id = $1 AND c.follower_id = f.id
      ORDER BY f.folded USING ~<~, f.id LIMIT $5""";

  private static final String THREADS =
      """
      SELECT id, follower_id, follower_name, status, last_activity_at FROM conversation
      WHERE channel_id = $1 AND follower_id IN (SELECT ids_of_person($1, $2))
      ORDER BY last_activity_at DESC, id""";

  private final Database database;

  Followers(Database database) {
    this.database = database;
  }

  Uni<FollowerPage> find(
      AccessibleChannel channel, Optional<String> prefix, Optional<String> cursor, int size) {
    List<String> list = List.of("followers", channel.id(), prefix.orElse(""));
    // No name is empty and no id is: this is before them all.
    List<String> after = cursor.map(given -> Cursor.decode(list, given, 2)).orElse(List.of("", ""));
    return database
        .query(SELECT, channel.id(), prefix.orElse(""), after.get(0), after.get(1), size + 1)
        .map(rows -> toPage(rows, list, size));
  }

  /** Every conversation of the person. */
  Uni<FollowerThreads> threads(AccessibleFollower follower) {
    return database
        .query(THREADS, follower.channelId(), follower.id())
        .map(
            rows -> {
              List<FollowerThreads.FollowerThread> items = new ArrayList<>(rows.size());
              for (Row row : rows) {
                items.add(
                    new FollowerThreads.FollowerThread(
                        row.getUUID("id").toString(),
                        row.getString("follower_id"),
                        row.getString("follower_name"),
                        ConversationStatus.valueOf(row.getString("status")),
                        row.getOffsetDateTime("last_activity_at").toInstant()));
              }
              return new FollowerThreads(items);
            });
  }

  private static FollowerPage toPage(RowSet<Row> rows, List<String> list, int size) {
    List<Follower> items = new ArrayList<>(size);
    String last = null;
    String nextCursor = null;
    for (Row row : rows) {
      if (items.size() == size) {
        nextCursor = last;
        break;
      }
      UUID conversation = row.getUUID("conversation_id");
      items.add(
          new Follower(
              row.getString("id"),
              row.getString("name"),
              row.getOffsetDateTime("known_since").toInstant(),
              conversation == null ? null : conversation.toString()));
      last = Cursor.encode(list, row.getString("folded"), row.getString("id"));
    }
    return new FollowerPage(items, nextCursor);
  }
}
