package io.parley.gateway.presence;

import io.parley.contracts.event.Participant;
import io.parley.contracts.event.ParticipantRole;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who is online, over all gateways: somebody is as long as any living gateway says so. Plain state;
 * each method returns what it changed. Times are nanoseconds of one clock.
 */
final class PresenceBoard {
  /** Somebody came online, or went. */
  record Change(Participant participant, Set<String> channels, boolean online) {}

  private record Who(ParticipantRole role, String id) {
    static Who of(Participant participant) {
      return new Who(participant.role(), participant.id());
    }
  }

  /** What all gateways together say of one participant. */
  private static final class Entry {
    private final Participant participant;
    private final Set<String> channels;
    private final Set<String> gateways = new HashSet<>(2);

    Entry(Participant participant, Set<String> channels) {
      this.participant = participant;
      this.channels = channels;
    }
  }

  private final Map<Who, Entry> online = new HashMap<>();
  private final Map<String, Integer> agentsByChannel = new HashMap<>();
  private final Map<String, Long> heardAt = new HashMap<>();

  /** A gateway says that somebody has a socket there, or has none any more. */
  List<Change> told(
      String gateway, Participant participant, Collection<String> channels, boolean isOnline) {
    Who who = Who.of(participant);
    Entry entry = online.get(who);
    if (isOnline) {
      boolean first = entry == null;
      if (first) {
        entry = new Entry(participant, Set.copyOf(channels));
        online.put(who, entry);
      }
      entry.gateways.add(gateway);
      return first ? List.of(changed(entry, true)) : List.of();
    }
    if (entry == null || !entry.gateways.remove(gateway) || !entry.gateways.isEmpty()) {
      return List.of();
    }
    online.remove(who);
    return List.of(changed(entry, false));
  }

  /** A gateway has shown that it lives. */
  void alive(String gateway, long now) {
    heardAt.put(gateway, now);
  }

  /** Forgets what gateways said that have been silent for so long. */
  List<Change> dropSilent(long now, long nanos) {
    List<Change> changes = new ArrayList<>();
    Set<String> silent = new HashSet<>();
    heardAt.forEach(
        (gateway, heard) -> {
          if (now - heard > nanos) {
            silent.add(gateway);
          }
        });
    if (silent.isEmpty()) {
      return changes;
    }
    heardAt.keySet().removeAll(silent);
    online
        .values()
        .removeIf(
            entry -> {
              boolean gone = entry.gateways.removeAll(silent) && entry.gateways.isEmpty();
              if (gone) {
                changes.add(changed(entry, false));
              }
              return gone;
            });
    return changes;
  }

  boolean agentsOnline(String channelId) {
    return agentsByChannel.containsKey(channelId);
  }

  int agentsOnlineCount(String channelId) {
    return agentsByChannel.getOrDefault(channelId, 0);
  }

  /** The participant when online, or null. */
  Participant find(ParticipantRole role, String id) {
    Entry entry = online.get(new Who(role, id));
    return entry == null ? null : entry.participant;
  }

  private Change changed(Entry entry, boolean isOnline) {
    if (entry.participant.role() == ParticipantRole.AGENT) {
      for (String channel : entry.channels) {
        agentsByChannel.merge(
            channel, isOnline ? 1 : -1, (a, b) -> a + b == 0 ? null : Integer.valueOf(a + b));
      }
    }
    return new Change(entry.participant, entry.channels, isOnline);
  }
}
