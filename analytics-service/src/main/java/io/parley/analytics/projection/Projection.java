package io.parley.analytics.projection;

import io.parley.analytics.figure.Attached;
import io.parley.analytics.figure.Count;
import io.parley.analytics.figure.FinishedCycle;
import io.parley.analytics.figure.Standing;
import io.parley.analytics.figure.Turn;
import io.parley.contracts.event.ConversationEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Applies events to one generation: each once, in seq order, whatever order they come in. For the
 * one thread that writes it.
 */
public final class Projection {
  private static final String COUNT_COLUMNS =
      Arrays.stream(Count.values()).map(Count::column).collect(Collectors.joining(", "));

  private static final String ADD_TURNS =
      """
      INSERT INTO {}.turn (channel_id, ended_at, conversation_id, seq, agent_id, started_at, first)
      SELECT * FROM unnest(?::text[], ?::bigint[], ?::uuid[], ?::bigint[], ?::text[], ?::bigint[],
        ?::boolean[])""";
  private static final String ADD_CYCLES =
      """
      INSERT INTO {}.cycle (channel_id, finished_at, conversation_id, cycle, finished_by, opened_at,
        taken_at)
      SELECT * FROM unnest(?::text[], ?::bigint[], ?::uuid[], ?::int[], ?::text[], ?::bigint[],
        ?::bigint[])""";
  private static final String ADD_SHARES =
      """
      INSERT INTO {}.share (channel_id, finished_at, conversation_id, cycle, agent_id, micros)
      SELECT * FROM unnest(?::text[], ?::bigint[], ?::uuid[], ?::int[], ?::text[], ?::bigint[])""";
  private static final String ADD_ATTACHED =
      """
      INSERT INTO {}.attached (conversation_id, seq, channel_id, agent_id, at, times)
      SELECT * FROM unnest(?::uuid[], ?::bigint[], ?::text[], ?::text[], ?::bigint[], ?::int[])""";
  private static final String REMOVE_ATTACHED =
      """
      DELETE FROM {}.attached a USING unnest(?::uuid[], ?::bigint[]) AS deleted(id, seq)
      WHERE a.conversation_id = deleted.id AND a.seq = deleted.seq
      RETURNING a.conversation_id, a.seq, a.channel_id, a.agent_id, a.at, a.times""";
  private static final String REMOVE_ALL_ATTACHED =
      """
      DELETE FROM {}.attached WHERE conversation_id = ANY(?)
      RETURNING conversation_id, seq, channel_id, agent_id, at, times""";
  private static final String ADD_COUNTS =
      "INSERT INTO {}.counted AS c (channel_id, starts_at, agent_id, "
          + COUNT_COLUMNS
          + ") SELECT * FROM unnest(?::text[], ?::bigint[], ?::text[]"
          + ", ?::bigint[]".repeat(Count.values().length)
          + ") ON CONFLICT (channel_id, starts_at, agent_id) DO UPDATE SET "
          + Arrays.stream(Count.values())
              .map(count -> "%1$s = c.%1$s + excluded.%1$s".formatted(count.column()))
              .collect(Collectors.joining(", "));
  private static final String ADD_STALE =
      """
      INSERT INTO {}.stale (channel_id, level, starts_at)
      SELECT * FROM unnest(?::text[], ?::int[], ?::bigint[]) ON CONFLICT DO NOTHING""";
  private static final String MOVE_CHANNELS =
      """
      INSERT INTO {}.channel AS c (id, unanswered, active)
      SELECT * FROM unnest(?::text[], ?::bigint[], ?::bigint[])
      ON CONFLICT (id) DO UPDATE
      SET unanswered = c.unanswered + excluded.unanswered, active = c.active + excluded.active""";
  private static final String NAME_AGENTS =
      """
      INSERT INTO {}.agent AS a (id, name, at)
      SELECT * FROM unnest(?::text[], ?::text[], ?::bigint[])
      ON CONFLICT (id) DO UPDATE SET name = excluded.name, at = excluded.at
      WHERE excluded.at >= a.at AND excluded.name <> a.name""";

  private final Generation generation;
  private final Standings standings;
  private final EarlyEvents early;

  public Projection(Generation generation) {
    this.generation = generation;
    this.standings = new Standings(generation);
    this.early = new EarlyEvents(generation);
  }

  /** More to do in a batch's transaction. */
  @FunctionalInterface
  public interface More {
    void run(Connection connection) throws SQLException;
  }

  /**
   * What became of a batch.
   *
   * @param applied events that were new and are in the figures now, early ones of before included
   * @param repeated events that had been applied before
   * @param waiting events that wait now for one that precedes them
   */
  public record Outcome(int applied, int repeated, int waiting) {}

  /** A conversation of which an event is missing, and the last event before it. */
  public record Hole(UUID conversationId, long after) {}

  /**
   * Applies a batch as one transaction.
   *
   * @param now for the waiting room, in microseconds
   * @param more what has to be committed together with it, such as where to read on
   */
  public Outcome apply(
      Connection connection, List<? extends ConversationEvent> events, long now, More more)
      throws SQLException {
    boolean done = false;
    connection.setAutoCommit(false);
    try {
      Outcome outcome = applyAll(connection, events, now);
      more.run(connection);
      connection.commit();
      done = true;
      return outcome;
    } finally {
      if (!done) {
        standings.forget();
        early.forget();
        connection.rollback();
      }
      connection.setAutoCommit(true);
    }
  }

  /** How many events wait for one that precedes them. */
  public int waiting(Connection connection) throws SQLException {
    return early.size(connection);
  }

  /** Conversations with an event that has waited since {@code receivedBefore} or longer. */
  public List<Hole> holes(Connection connection, long receivedBefore, int limit)
      throws SQLException {
    return early.holes(connection, receivedBefore, limit).stream()
        .map(hole -> new Hole(hole.conversationId(), hole.after()))
        .toList();
  }

  private Outcome applyAll(
      Connection connection, List<? extends ConversationEvent> events, long now)
      throws SQLException {
    Map<UUID, List<ConversationEvent>> byConversation = new LinkedHashMap<>();
    for (ConversationEvent event : events) {
      add(byConversation, event);
    }
    for (ConversationEvent event : early.of(connection, List.copyOf(byConversation.keySet()))) {
      add(byConversation, event);
    }
    Map<UUID, Standing> found = new HashMap<>();
    standings.find(connection, byConversation.keySet(), found);

    Gathered gathered = new Gathered();
    Moves moves = new Moves();
    Map<UUID, List<ConversationEvent>> tooEarly = new HashMap<>();
    int applied = 0;
    for (Entry<UUID, List<ConversationEvent>> conversation : byConversation.entrySet()) {
      UUID id = conversation.getKey();
      List<ConversationEvent> own = conversation.getValue();
      own.sort(Comparator.comparingLong(ConversationEvent::seq));
      Standing standing =
          found.computeIfAbsent(id, key -> new Standing(key, own.getFirst().channelId()));
      long before = standing.seq();
      Standing.Status statusBefore = standing.status();
      List<ConversationEvent> left = applyInOrder(standing, own, gathered);
      applied += (int) (standing.seq() - before);
      moves.add(standing, statusBefore);
      if (!left.isEmpty()) {
        tooEarly.put(id, left);
      }
      if (standing.seq() == before) {
        found.remove(id);
      }
    }
    write(connection, gathered, moves);
    standings.store(connection, found.values());
    Map<UUID, Long> reached =
        found.values().stream().collect(Collectors.toMap(Standing::conversationId, Standing::seq));
    early.update(connection, reached, tooEarly, now);
    standings.remember(found.values());
    int waiting = tooEarly.values().stream().mapToInt(List::size).sum();
    return new Outcome(applied, Math.max(0, events.size() - applied - waiting), waiting);
  }

  private static void add(Map<UUID, List<ConversationEvent>> byConversation, ConversationEvent e) {
    byConversation
        .computeIfAbsent(UUID.fromString(e.conversationId()), id -> new ArrayList<>())
        .add(e);
  }

  /** Applies what follows without a hole, and returns what does not, each once. */
  private static List<ConversationEvent> applyInOrder(
      Standing standing, List<ConversationEvent> sorted, Gathered gathered) {
    List<ConversationEvent> left = new ArrayList<>();
    for (ConversationEvent event : sorted) {
      if (event.seq() == standing.seq() + 1) {
        standing.apply(event, gathered);
      } else if (event.seq() > standing.seq()
          && (left.isEmpty() || left.getLast().seq() != event.seq())) {
        left.add(event);
      }
    }
    return left;
  }

  private void write(Connection connection, Gathered gathered, Moves moves) throws SQLException {
    List<Turn> turns = gathered.turns;
    run(
        connection,
        ADD_TURNS,
        turns,
        sql ->
            sql.texts(turns, Turn::channelId)
                .numbers(turns, Turn::endedAt)
                .uuids(turns, Turn::conversationId)
                .numbers(turns, Turn::seq)
                .texts(turns, Turn::agentId)
                .numbers(turns, Turn::startedAt)
                .booleans(turns, Turn::first));
    List<FinishedCycle> cycles = gathered.cycles;
    run(
        connection,
        ADD_CYCLES,
        cycles,
        sql ->
            sql.texts(cycles, FinishedCycle::channelId)
                .numbers(cycles, FinishedCycle::finishedAt)
                .uuids(cycles, FinishedCycle::conversationId)
                .numbers(cycles, FinishedCycle::cycle)
                .texts(cycles, FinishedCycle::finishedBy)
                .numbers(cycles, FinishedCycle::openedAt)
                .numbers(cycles, FinishedCycle::takenAt));
    List<Share> shares =
        cycles.stream()
            .flatMap(c -> c.shares().entrySet().stream().map(share -> new Share(c, share)))
            .toList();
    run(
        connection,
        ADD_SHARES,
        shares,
        sql ->
            sql.texts(shares, s -> s.cycle().channelId())
                .numbers(shares, s -> s.cycle().finishedAt())
                .uuids(shares, s -> s.cycle().conversationId())
                .numbers(shares, s -> s.cycle().cycle())
                .texts(shares, s -> s.share().getKey())
                .longs(shares, s -> s.share().getValue()));
    writeAttached(connection, gathered);
    writeCounts(connection, gathered);
    Collection<Gathered.Named> names = gathered.names.values();
    run(
        connection,
        NAME_AGENTS,
        names,
        sql ->
            sql.texts(names, Gathered.Named::agentId)
                .texts(names, Gathered.Named::name)
                .numbers(names, Gathered.Named::at));
    Collection<Entry<String, long[]>> channels = moves.byChannel.entrySet();
    run(
        connection,
        MOVE_CHANNELS,
        channels,
        sql ->
            sql.texts(channels, Entry::getKey)
                .numbers(channels, c -> c.getValue()[0])
                .numbers(channels, c -> c.getValue()[1]));
  }

  private void writeAttached(Connection connection, Gathered gathered) throws SQLException {
    List<Attached> attached = gathered.attached;
    run(
        connection,
        ADD_ATTACHED,
        attached,
        sql ->
            sql.uuids(attached, Attached::conversationId)
                .numbers(attached, Attached::seq)
                .texts(attached, Attached::channelId)
                .texts(attached, Attached::agentId)
                .numbers(attached, Attached::at)
                .numbers(attached, Attached::times));
    List<Gathered.Deleted> deleted = gathered.deleted;
    takeBack(
        connection,
        REMOVE_ATTACHED,
        deleted,
        gathered,
        sql ->
            sql.uuids(deleted, Gathered.Deleted::conversationId)
                .numbers(deleted, Gathered.Deleted::seq));
    List<UUID> erased = gathered.erased;
    takeBack(connection, REMOVE_ALL_ATTACHED, erased, gathered, sql -> sql.uuids(erased, id -> id));
  }

  /** Counts no longer what a statement has removed. */
  private void takeBack(
      Connection connection,
      String removal,
      Collection<?> rows,
      Gathered gathered,
      Parameters parameters)
      throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(generation.sql(removal))) {
      parameters.set(new Sql(connection, statement));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Attached gone =
              new Attached(
                  row.getObject(1, UUID.class),
                  row.getLong(2),
                  row.getString(3),
                  row.getString(4),
                  row.getLong(5),
                  row.getInt(6));
          gathered.count(gone, -gone.times());
        }
      }
    }
  }

  private void writeCounts(Connection connection, Gathered gathered) throws SQLException {
    Collection<Entry<Gathered.Place, Map<Count, Long>>> counts = gathered.counts.entrySet();
    run(
        connection,
        ADD_COUNTS,
        counts,
        sql -> {
          sql.texts(counts, c -> c.getKey().channelId())
              .numbers(counts, c -> c.getKey().quarter())
              .texts(counts, c -> c.getKey().agentId());
          for (Count count : Count.values()) {
            sql.numbers(counts, c -> c.getValue().getOrDefault(count, 0L));
          }
        });
    Collection<Gathered.Stale> stale = gathered.stale;
    run(
        connection,
        ADD_STALE,
        stale,
        sql ->
            sql.texts(stale, Gathered.Stale::channelId)
                .numbers(stale, s -> s.level().code())
                .numbers(stale, Gathered.Stale::start));
  }

  /** An agent's part of a cycle. */
  private record Share(FinishedCycle cycle, Entry<String, Long> share) {}

  @FunctionalInterface
  private interface Parameters {
    void set(Sql sql) throws SQLException;
  }

  private void run(
      Connection connection, String statement, Collection<?> rows, Parameters parameters)
      throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement prepared = connection.prepareStatement(generation.sql(statement))) {
      parameters.set(new Sql(connection, prepared));
      prepared.executeUpdate();
    }
  }

  /** By how much the numbers of open conversations change: unanswered and active, by channel. */
  private static final class Moves {
    private final Map<String, long[]> byChannel = new HashMap<>();

    void add(Standing standing, Standing.Status before) {
      if (standing.status() != before) {
        add(standing.channelId(), before, -1);
        add(standing.channelId(), standing.status(), 1);
      }
    }

    private void add(String channelId, Standing.Status status, int one) {
      long[] open = byChannel.computeIfAbsent(channelId, id -> new long[2]);
      switch (status) {
        case UNANSWERED -> open[0] += one;
        case ACTIVE -> open[1] += one;
        case QUIET, FINISHED -> {}
      }
    }
  }
}
