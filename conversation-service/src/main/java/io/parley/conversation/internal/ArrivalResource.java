package io.parley.conversation.internal;

import io.parley.contracts.command.Actor;
import io.parley.contracts.command.ArrivalBatch;
import io.parley.contracts.command.ArrivalBatch.Arrival;
import io.parley.contracts.command.ArrivalBatch.Channel;
import io.parley.contracts.command.ConversationStatus;
import io.parley.contracts.command.ConversationSummary;
import io.parley.contracts.event.ChatMode;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.event.Person;
import io.parley.conversation.agent.ChannelAgents;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What new sockets are welcomed with, a batch a call. */
@Path("/internal/arrivals")
@RolesAllowed("service")
public class ArrivalResource {
  private static final String CHANNELS =
      "SELECT id, name, description, picture_url, chat_mode, revision FROM channel WHERE id = ANY($1)";

  /** A new name is kept; an unchanged one writes nothing. */
  private static final String KNOW_FOLLOWERS =
      """
      INSERT INTO follower (channel_id, id, name)
      SELECT k.channel_id, k.id, k.name
      FROM unnest($1::text[], $2::text[], $3::text[]) AS k(channel_id, id, name)
      JOIN channel ch ON ch.id = k.channel_id
      LEFT JOIN follower f ON f.channel_id = k.channel_id AND f.id = k.id
      WHERE f.name IS DISTINCT FROM k.name
      ON CONFLICT (channel_id, id) DO UPDATE SET name = excluded.name""";

  /** As followers may know them: private events are neither counted nor dated. */
  private static final String CONVERSATIONS =
      """
      SELECT c.id, c.channel_id, c.follower_id, c.status, c.cycle, c.owner_id, c.owner_name,
             c.last_public_seq, COALESCE(m.read_seq, 0) AS read_seq,
             CASE WHEN c.last_public_seq = c.last_seq OR c.last_public_seq = 0
                  THEN c.last_activity_at
                  ELSE (SELECT at FROM conversation_event
                        WHERE conversation_id = c.id AND seq = c.last_public_seq)
             END AS last_activity_at
      FROM conversation c
      LEFT JOIN conversation_mark m ON m.conversation_id = c.id
        AND m.participant_role = 'FOLLOWER' AND m.participant_id = c.follower_id
      WHERE c.follower_id = ANY($1)
      ORDER BY last_activity_at DESC, c.id""";

  private final Pool pool;
  private final ChannelAgents agents;

  ArrivalResource(Pool pool, ChannelAgents agents) {
    this.pool = pool;
    this.agents = agents;
  }

  @POST
  @Operation(hidden = true)
  public Uni<ArrivalBatch.Results> arrive(ArrivalBatch batch) {
    List<Actor> followers =
        batch.actors().stream().filter(a -> a.role() == ParticipantRole.FOLLOWER).toList();
    return Uni.combine()
        .all()
        .unis(know(followers), agents.seen(batch.actors()))
        .asTuple()
        .flatMap(
            known -> Uni.combine().all().unis(channels(batch), conversations(followers)).asTuple())
        .map(
            found ->
                new ArrivalBatch.Results(
                    batch.actors().stream()
                        .map(actor -> arrival(actor, found.getItem1(), found.getItem2()))
                        .toList()));
  }

  private static Arrival arrival(
      Actor actor,
      Map<String, Channel> channels,
      Map<String, List<ConversationSummary>> conversations) {
    List<Channel> own =
        actor.channels().stream()
            .sorted()
            .filter(channels::containsKey)
            .map(channels::get)
            .toList();
    List<ConversationSummary> summaries =
        actor.role() != ParticipantRole.FOLLOWER
            ? List.of()
            : conversations.getOrDefault(actor.id(), List.of()).stream()
                .filter(summary -> actor.channels().contains(summary.channelId()))
                .toList();
    return new Arrival(own, summaries);
  }

  private Uni<Map<String, Channel>> channels(ArrivalBatch batch) {
    String[] ids =
        batch.actors().stream()
            .flatMap(actor -> actor.channels().stream())
            .distinct()
            .toArray(String[]::new);
    return pool.preparedQuery(CHANNELS)
        .execute(Tuple.tuple().addValue(ids))
        .map(
            rows -> {
              Map<String, Channel> channels = new HashMap<>();
              for (Row row : rows) {
                channels.put(
                    row.getString("id"),
                    new Channel(
                        row.getString("id"),
                        row.getString("name"),
                        row.getString("description"),
                        row.getString("picture_url"),
                        ChatMode.valueOf(row.getString("chat_mode")),
                        row.getLong("revision")));
              }
              return channels;
            });
  }

  private Uni<Void> know(List<Actor> followers) {
    // Sorted, so that two batches cannot wait for each other; a repeated follower counts once.
    Map<String, String[]> rows = new TreeMap<>();
    for (Actor follower : followers) {
      for (String channel : follower.channels()) {
        rows.put(
            channel + ' ' + follower.id(), new String[] {channel, follower.id(), follower.name()});
      }
    }
    if (rows.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    Tuple parameters = Tuple.of(column(rows, 0), column(rows, 1), column(rows, 2));
    return pool.preparedQuery(KNOW_FOLLOWERS).execute(parameters).replaceWithVoid();
  }

  private static String[] column(Map<String, String[]> rows, int index) {
    return rows.values().stream().map(row -> row[index]).toArray(String[]::new);
  }

  private Uni<Map<String, List<ConversationSummary>>> conversations(List<Actor> followers) {
    if (followers.isEmpty()) {
      return Uni.createFrom().item(Map.of());
    }
    String[] ids = followers.stream().map(Actor::id).distinct().toArray(String[]::new);
    return pool.preparedQuery(CONVERSATIONS)
        .execute(Tuple.tuple().addValue(ids))
        .map(ArrivalResource::byFollower);
  }

  private static Map<String, List<ConversationSummary>> byFollower(RowSet<Row> rows) {
    Map<String, List<ConversationSummary>> byFollower = new HashMap<>();
    for (Row row : rows) {
      byFollower
          .computeIfAbsent(row.getString("follower_id"), id -> new ArrayList<>())
          .add(summary(row));
    }
    return byFollower;
  }

  private static ConversationSummary summary(Row row) {
    String ownerId = row.getString("owner_id");
    return new ConversationSummary(
        row.getUUID("id").toString(),
        row.getString("channel_id"),
        ConversationStatus.valueOf(row.getString("status")),
        row.getInteger("cycle"),
        ownerId == null ? null : new Person(ownerId, row.getString("owner_name")),
        row.getLong("last_public_seq"),
        row.getLong("read_seq"),
        row.getOffsetDateTime("last_activity_at").toInstant());
  }
}
