package io.parley.analytics.projection;

import io.parley.analytics.figure.Attached;
import io.parley.analytics.figure.Count;
import io.parley.analytics.figure.Facts;
import io.parley.analytics.figure.FinishedCycle;
import io.parley.analytics.figure.Level;
import io.parley.analytics.figure.Turn;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What one batch of events comes to, ready to be written. */
final class Gathered implements Facts {
  final List<Turn> turns = new ArrayList<>();
  final List<FinishedCycle> cycles = new ArrayList<>();
  final Map<Place, Map<Count, Long>> counts = new HashMap<>();
  final List<Attached> attached = new ArrayList<>();
  final List<Deleted> deleted = new ArrayList<>();
  final List<UUID> erased = new ArrayList<>();
  final Map<String, Named> names = new HashMap<>();
  final Set<Stale> stale = new HashSet<>();

  /** A row of counts. */
  record Place(String channelId, long quarter, String agentId) {}

  /** A period whose roll-up this batch made out of date. */
  record Stale(String channelId, Level level, long start) {}

  /** A message whose content is gone. */
  record Deleted(UUID conversationId, long seq) {}

  /** An agent's name, and when it was the name. */
  record Named(String agentId, String name, long at) {}

  @Override
  public void turn(Turn turn) {
    turns.add(turn);
    touch(turn.channelId(), turn.endedAt());
  }

  @Override
  public void finished(FinishedCycle cycle) {
    cycles.add(cycle);
    touch(cycle.channelId(), cycle.finishedAt());
  }

  @Override
  public void count(String channelId, String agentId, long at, Count count, int times) {
    Place place = new Place(channelId, Level.QUARTER.floor(at), agentId);
    counts
        .computeIfAbsent(place, key -> new EnumMap<>(Count.class))
        .merge(count, (long) times, Long::sum);
    touch(channelId, at);
  }

  @Override
  public void attached(Attached attached) {
    this.attached.add(attached);
    count(attached, attached.times());
  }

  /** Counts a message's attachments, or takes them back. */
  void count(Attached attached, int times) {
    count(attached.channelId(), attached.agentId(), attached.at(), Count.ATTACHMENTS, times);
  }

  @Override
  public void deleted(UUID conversationId, long seq) {
    deleted.add(new Deleted(conversationId, seq));
  }

  @Override
  public void erased(UUID conversationId) {
    erased.add(conversationId);
  }

  @Override
  public void named(String agentId, String name, long at) {
    names.merge(
        agentId, new Named(agentId, name, at), (old, now) -> now.at() >= old.at() ? now : old);
  }

  private void touch(String channelId, long at) {
    for (Level level : Level.values()) {
      stale.add(new Stale(channelId, level, level.floor(at)));
    }
  }
}
