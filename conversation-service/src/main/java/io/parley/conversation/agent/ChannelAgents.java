package io.parley.conversation.agent;

import io.parley.contracts.command.Actor;
import io.parley.contracts.command.Attendance;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.event.Person;
import io.parley.conversation.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Remembers which agents were seen in which channels, and lists them. */
@ApplicationScoped
public class ChannelAgents {
  /** Far more than work in one channel; a list that is picked from by hand. */
  private static final int MAX_SHOWN = 1_000;

  /** Two words of a gateway may get lost before an agent counts as gone. */
  private static final int ONLINE_SECONDS = 3 * Attendance.INTERVAL_SECONDS;

  private static final String SEEN =
      """
      INSERT INTO channel_agent (channel_id, id, name, last_seen_at, online_until)
      SELECT k.channel_id, k.id, k.name, now(), now() + make_interval(secs => $4)
      FROM unnest($1::text[], $2::text[], $3::text[]) AS k(channel_id, id, name)
      JOIN channel ch ON ch.id = k.channel_id
      ON CONFLICT (channel_id, id) DO UPDATE
      SET name = excluded.name, last_seen_at = excluded.last_seen_at,
          online_until = excluded.online_until""";

  private static final String LEFT =
      """
      UPDATE channel_agent SET last_seen_at = now(), online_until = now()
      WHERE (channel_id, id) IN (SELECT * FROM unnest($1::text[], $2::text[]))""";

  private static final String LIST =
      """
      SELECT id, name, last_seen_at, online_until > now() AS online FROM channel_agent
      WHERE channel_id = $1 ORDER BY lower(name), id LIMIT $2""";

  private static final String FIND =
      "SELECT id, name FROM channel_agent WHERE channel_id = $1 AND id = $2";

  private final Pool pool;
  private final Database database;

  ChannelAgents(Pool pool, Database database) {
    this.pool = pool;
    this.database = database;
  }

  /** These agents have a socket now. */
  public Uni<Void> seen(Collection<Actor> actors) {
    List<String[]> rows = rows(actors);
    if (rows.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return pool.preparedQuery(SEEN)
        .execute(Tuple.of(column(rows, 0), column(rows, 1), column(rows, 2), ONLINE_SECONDS))
        .replaceWithVoid();
  }

  /** These have none any more at one gateway; if at another, that will say so again. */
  public Uni<Void> left(Collection<Actor> actors) {
    List<String[]> rows = rows(actors);
    if (rows.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return pool.preparedQuery(LEFT)
        .execute(Tuple.of(column(rows, 0), column(rows, 1)))
        .replaceWithVoid();
  }

  Uni<AgentList> list(String channelId) {
    return database
        .query(LIST, channelId, MAX_SHOWN)
        .map(
            rows -> {
              List<AgentList.Item> items = new ArrayList<>(rows.size());
              for (Row row : rows) {
                items.add(
                    new AgentList.Item(
                        row.getString("id"),
                        row.getString("name"),
                        row.getOffsetDateTime("last_seen_at").toInstant(),
                        row.getBoolean("online")));
              }
              return new AgentList(items);
            });
  }

  /** The agent as the channel knows them; empty when never seen there. */
  public Uni<Optional<Person>> find(String channelId, String agentId) {
    return database
        .query(FIND, channelId, agentId)
        .map(
            rows -> {
              for (Row row : rows) {
                return Optional.of(new Person(row.getString("id"), row.getString("name")));
              }
              return Optional.empty();
            });
  }

  /** A row for each agent and channel, sorted, so that two batches cannot wait for each other. */
  private static List<String[]> rows(Collection<Actor> actors) {
    Map<String, String[]> rows = new TreeMap<>();
    for (Actor actor : actors) {
      if (actor.role() == ParticipantRole.AGENT) {
        for (String channel : actor.channels()) {
          rows.put(channel + ' ' + actor.id(), new String[] {channel, actor.id(), actor.name()});
        }
      }
    }
    return List.copyOf(rows.values());
  }

  private static String[] column(List<String[]> rows, int index) {
    return rows.stream().map(row -> row[index]).toArray(String[]::new);
  }
}
