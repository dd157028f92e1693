package io.parley.conversation.log;

import io.parley.contracts.topic.Topic;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads the log back, page by page, as it was stored. Access is the caller's to check. */
@ApplicationScoped
public class LogReader {
  private static final String LAST_SEQS =
      "SELECT id, last_seq, last_public_seq FROM conversation WHERE id = ANY($1)";

  private static final String PAGES_AFTER =
      """
      SELECT p.place, e.body::text AS body
      FROM unnest($1::uuid[], $2::bigint[], $3::int[], $4::boolean[])
        WITH ORDINALITY AS p(id, after, size, for_follower, place)
      CROSS JOIN LATERAL (
        SELECT seq, body FROM conversation_event
        WHERE conversation_id = p.id AND seq > p.after
          AND (NOT p.for_follower OR type = ANY($5)) ORDER BY seq LIMIT p.size) e
      ORDER BY p.place, e.seq""";

  private static final String PAGE_BEFORE =
      """
      SELECT body FROM (
        SELECT seq, body::text AS body FROM conversation_event
        WHERE conversation_id = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3) e
      ORDER BY seq""";

  /** A closed list: what is not on it is for agents only. */
  private static final String[] PUBLIC_TYPES =
      Arrays.stream(Topic.values())
          .filter(Topic::forFollowers)
          .map(Topic::topicName)
          .toArray(String[]::new);

  private final Pool pool;

  LogReader(Pool pool) {
    this.pool = pool;
  }

  /**
   * A page to read: at most {@code size} events that follow {@code after}.
   *
   * @param forFollower only what followers may see
   */
  public record Range(UUID conversationId, long after, int size, boolean forFollower) {}

  /** How far a log goes, for agents and for followers. */
  private record Ends(long lastSeq, long lastPublicSeq) {
    static final Ends NONE = new Ends(0, 0);
  }

  /** Returns one page a range, in the same order; an unknown conversation has an empty one. */
  public Uni<List<LogPage>> pages(List<Range> ranges) {
    if (ranges.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    // The last seqs first: a page may then hold more than they promise, and never less.
    return lastSeqs(ranges.stream().map(Range::conversationId).distinct().toArray(UUID[]::new))
        .flatMap(
            lastSeqs ->
                pool.preparedQuery(PAGES_AFTER)
                    .execute(parameters(ranges))
                    .map(rows -> toPages(ranges, rows, lastSeqs)));
  }

  /** The {@code size} events that follow {@code after}. */
  public Uni<LogPage> after(UUID conversationId, long after, int size) {
    return pages(List.of(new Range(conversationId, after, size, false))).map(List::getFirst);
  }

  /** The {@code size} events just before {@code before}. */
  public Uni<LogPage> before(UUID conversationId, long before, int size) {
    return lastSeqs(new UUID[] {conversationId})
        .flatMap(
            lastSeqs ->
                pool.preparedQuery(PAGE_BEFORE)
                    .execute(Tuple.of(conversationId, before, size))
                    .map(
                        rows ->
                            new LogPage(
                                bodies(rows),
                                lastSeqs.getOrDefault(conversationId, Ends.NONE).lastSeq())));
  }

  /** The newest {@code size} events. */
  public Uni<LogPage> newest(UUID conversationId, int size) {
    return before(conversationId, Long.MAX_VALUE, size);
  }

  private Uni<Map<UUID, Ends>> lastSeqs(UUID[] ids) {
    return pool.preparedQuery(LAST_SEQS)
        .execute(Tuple.tuple().addValue(ids))
        .map(
            rows -> {
              Map<UUID, Ends> lastSeqs = HashMap.newHashMap(ids.length);
              rows.forEach(
                  row -> lastSeqs.put(row.getUUID(0), new Ends(row.getLong(1), row.getLong(2))));
              return lastSeqs;
            });
  }

  private static Tuple parameters(List<Range> ranges) {
    return Tuple.of(
        ranges.stream().map(Range::conversationId).toArray(UUID[]::new),
        ranges.stream().map(Range::after).toArray(Long[]::new),
        ranges.stream().map(Range::size).toArray(Integer[]::new),
        ranges.stream().map(Range::forFollower).toArray(Boolean[]::new),
        PUBLIC_TYPES);
  }

  private static List<LogPage> toPages(
      List<Range> ranges, RowSet<Row> rows, Map<UUID, Ends> lastSeqs) {
    List<List<String>> bodies = new ArrayList<>(ranges.size());
    ranges.forEach(range -> bodies.add(new ArrayList<>()));
    rows.forEach(row -> bodies.get(row.getInteger(0) - 1).add(row.getString(1)));
    List<LogPage> pages = new ArrayList<>(ranges.size());
    for (int i = 0; i < ranges.size(); i++) {
      Range range = ranges.get(i);
      Ends ends = lastSeqs.getOrDefault(range.conversationId(), Ends.NONE);
      pages.add(
          new LogPage(bodies.get(i), range.forFollower() ? ends.lastPublicSeq() : ends.lastSeq()));
    }
    return pages;
  }

  private static List<String> bodies(RowSet<Row> rows) {
    List<String> bodies = new ArrayList<>(rows.size());
    rows.forEach(row -> bodies.add(row.getString(0)));
    return bodies;
  }
}
