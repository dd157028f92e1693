package io.parley.analytics.figure;

import java.util.EnumMap;
import java.util.Map;

/** Figures of one window, of a whole channel or of one agent. */
public final class Tally {
  private final Map<Count, Long> counts = new EnumMap<>(Count.class);
  private final Map<Interval, Durations> intervals = new EnumMap<>(Interval.class);

  public Tally() {
    for (Interval interval : Interval.values()) {
      intervals.put(interval, new Durations());
    }
  }

  public void add(Count count, long times) {
    counts.merge(count, times, Long::sum);
  }

  public long get(Count count) {
    return counts.getOrDefault(count, 0L);
  }

  public Durations get(Interval interval) {
    return intervals.get(interval);
  }

  /** Whether anything happened at all. */
  public boolean isEmpty() {
    return counts.values().stream().allMatch(count -> count == 0)
        && intervals.values().stream().allMatch(durations -> durations.n() == 0);
  }
}
