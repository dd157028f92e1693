package io.parley.conversation.engagement;

import io.parley.conversation.access.AccessibleFollower;
import io.parley.conversation.database.Database;
import io.parley.conversation.engagement.EngagementHistoryPage.Entry;
import io.parley.conversation.request.Cursor;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What followers did and received, newest first. */
@ApplicationScoped
class EngagementHistory implements PanacheRepositoryBase<EngagementRecordEntity, String> {
  private static final Sort NEWEST_FIRST = Sort.descending("at", "id");

  private final Database database;

  EngagementHistory(Database database) {
    this.database = database;
  }

  Uni<EngagementHistoryPage> page(AccessibleFollower follower, Optional<String> cursor, int size) {
    List<String> list = List.of("engagements", follower.channelId(), follower.id());
    String query = "channelId = ?1 and followerId = ?2";
    List<Object> parameters = new ArrayList<>(List.of(follower.channelId(), follower.id()));
    if (cursor.isPresent()) {
      List<String> key = Cursor.decode(list, cursor.get(), 2);
      query += " and (at, id) < (?3, ?4)";
      parameters.add(Cursor.time(key.get(0)).toInstant());
      parameters.add(key.get(1));
    }
    String where = query;
    return database
        .bounded(
            Panache.withSession(
                () -> find(where, NEWEST_FIRST, parameters.toArray()).range(0, size).list()))
        .map(rows -> toPage(rows, list, size));
  }

  private static EngagementHistoryPage toPage(
      List<EngagementRecordEntity> rows, List<String> list, int size) {
    List<EngagementRecordEntity> shown = rows.subList(0, Math.min(size, rows.size()));
    String nextCursor = null;
    if (rows.size() > size) {
      EngagementRecordEntity last = shown.getLast();
      nextCursor = Cursor.encode(list, Cursor.time(last.at.atOffset(ZoneOffset.UTC)), last.id);
    }
    return new EngagementHistoryPage(
        shown.stream()
            .map(row -> new Entry(row.id, row.kind, row.title, row.points, row.at))
            .toList(),
        nextCursor);
  }
}
