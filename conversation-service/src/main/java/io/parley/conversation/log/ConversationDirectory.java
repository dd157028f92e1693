package io.parley.conversation.log;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.parley.contracts.event.Person;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Which conversation belongs to whom. What it knows changes by an erasure only, so it is kept in
 * memory, and the way of a message asks the database once a conversation. An instance that has not
 * heard of an erasure learns of it from the conversation itself, which refuses everything.
 */
@ApplicationScoped
public class ConversationDirectory {
  /** About 200 bytes each. */
  private static final int CACHED = 100_000;

  private static final String BY_ID =
      "SELECT id, channel_id, follower_id FROM conversation WHERE id = ANY($1)";

  private static final String BY_FOLLOWER =
      """
      SELECT c.id, c.channel_id, c.follower_id
      FROM unnest($1::text[], $2::text[]) AS k(channel_id, follower_id)
      JOIN conversation c USING (channel_id, follower_id)""";

  /**
   * Opens the threads that are missing. {@code $5} restricts it to channels whose followers may
   * write, for nothing may be stored of a refused message.
   */
  private static final String OPEN =
      """
      WITH opened AS (
        INSERT INTO conversation (id, channel_id, follower_id, follower_name)
        SELECT k.id, k.channel_id, k.follower_id, k.follower_name
        FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[])
          AS k(id, channel_id, follower_id, follower_name)
        JOIN channel ch ON ch.id = k.channel_id AND (NOT $5 OR ch.chat_mode = 'TWO_WAY')
        ON CONFLICT (channel_id, follower_id) DO NOTHING
        RETURNING channel_id
      )
      INSERT INTO conversation_status_count (channel_id, status, delta)
      SELECT channel_id, 'QUIET', count(*) FROM opened GROUP BY channel_id""";

  private final Pool pool;
  private final Cache<UUID, ConversationRef> byId =
      Caffeine.newBuilder().maximumSize(CACHED).build();
  private final Cache<FollowerKey, ConversationRef> byFollower =
      Caffeine.newBuilder().maximumSize(CACHED).build();

  ConversationDirectory(Pool pool) {
    this.pool = pool;
  }

  /** A conversation by what makes it unique. */
  public record FollowerKey(String channelId, String followerId) {}

  /** Returns those of the conversations that exist. */
  public Uni<Map<UUID, ConversationRef>> find(Collection<UUID> ids) {
    Map<UUID, ConversationRef> known = new HashMap<>(byId.getAllPresent(ids));
    UUID[] unknown = ids.stream().filter(id -> !known.containsKey(id)).toArray(UUID[]::new);
    if (unknown.length == 0) {
      return Uni.createFrom().item(known);
    }
    return pool.preparedQuery(BY_ID)
        .execute(Tuple.tuple().addValue(unknown))
        .map(
            rows -> {
              remember(rows).forEach(ref -> known.put(ref.id(), ref));
              return known;
            });
  }

  /**
   * Returns the conversations of followers who write, and opens those that do not exist yet where
   * the channel is two-way. The others are absent.
   */
  public Uni<Map<FollowerKey, ConversationRef>> findOrOpenForWriting(
      Map<FollowerKey, Person> followers) {
    return findOrOpen(followers, true);
  }

  /** Returns the conversation of a follower, and opens it when it does not exist yet. */
  public Uni<ConversationRef> findOrOpen(String channelId, Person follower) {
    FollowerKey key = new FollowerKey(channelId, follower.id());
    return findOrOpen(Map.of(key, follower), false).map(found -> found.get(key));
  }

  /** Asks the database again about a conversation that was erased, and about its follower. */
  public void forget(ConversationRef erased) {
    byId.invalidate(erased.id());
    byFollower.asMap().remove(keyOf(erased), erased);
  }

  private Uni<Map<FollowerKey, ConversationRef>> findOrOpen(
      Map<FollowerKey, Person> followers, boolean onlyTwoWay) {
    Map<FollowerKey, ConversationRef> known =
        new HashMap<>(byFollower.getAllPresent(followers.keySet()));
    List<FollowerKey> unknown = missing(followers.keySet(), known);
    if (unknown.isEmpty()) {
      return Uni.createFrom().item(known);
    }
    return load(unknown)
        .invoke(known::putAll)
        .map(loaded -> missing(unknown, loaded))
        .flatMap(
            missing ->
                missing.isEmpty()
                    ? Uni.createFrom().item(known)
                    : open(missing, followers, onlyTwoWay)
                        // Also finds those that somebody else opened in the meantime.
                        .flatMap(opened -> load(missing))
                        .invoke(known::putAll)
                        .replaceWith(known));
  }

  private Uni<Map<FollowerKey, ConversationRef>> load(List<FollowerKey> keys) {
    Tuple parameters =
        Tuple.of(
            keys.stream().map(FollowerKey::channelId).toArray(String[]::new),
            keys.stream().map(FollowerKey::followerId).toArray(String[]::new));
    return pool.preparedQuery(BY_FOLLOWER)
        .execute(parameters)
        .map(
            rows -> {
              Map<FollowerKey, ConversationRef> found = new HashMap<>();
              remember(rows).forEach(ref -> found.put(keyOf(ref), ref));
              return found;
            });
  }

  private Uni<RowSet<Row>> open(
      List<FollowerKey> keys, Map<FollowerKey, Person> followers, boolean onlyTwoWay) {
    // In one order everywhere, so that two openings cannot wait for each other.
    List<FollowerKey> sorted =
        keys.stream()
            .sorted(
                Comparator.comparing(FollowerKey::channelId).thenComparing(FollowerKey::followerId))
            .toList();
    Tuple parameters =
        Tuple.of(
            sorted.stream().map(key -> UUID.randomUUID()).toArray(UUID[]::new),
            sorted.stream().map(FollowerKey::channelId).toArray(String[]::new),
            sorted.stream().map(FollowerKey::followerId).toArray(String[]::new),
            sorted.stream().map(key -> followers.get(key).name()).toArray(String[]::new),
            onlyTwoWay);
    return pool.preparedQuery(OPEN).execute(parameters);
  }

  private List<ConversationRef> remember(RowSet<Row> rows) {
    List<ConversationRef> refs = new ArrayList<>(rows.size());
    for (Row row : rows) {
      ConversationRef ref = new ConversationRef(row.getUUID(0), row.getString(1), row.getString(2));
      byId.put(ref.id(), ref);
      byFollower.put(keyOf(ref), ref);
      refs.add(ref);
    }
    return refs;
  }

  private static FollowerKey keyOf(ConversationRef ref) {
    return new FollowerKey(ref.channelId(), ref.followerId());
  }

  private static List<FollowerKey> missing(
      Collection<FollowerKey> wanted, Map<FollowerKey, ConversationRef> found) {
    return wanted.stream().filter(key -> !found.containsKey(key)).toList();
  }
}
