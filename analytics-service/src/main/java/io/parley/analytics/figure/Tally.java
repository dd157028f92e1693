package io.parley.analytics.figure;

import java.util.EnumMap;
import java.util.Map;

/** Figures of one window, of a whole channel or of one agent. */
public final class Tally {
  private final long[] counts = new long[Count.values().length];
  private final Map<Interval, Durations> intervals = new EnumMap<>(Interval.class);

  public Tally() {
    for (Interval interval : Interval.values()) {
      intervals.put(interval, new Durations());
    }
  }

  public void add(Count count, long times) {
    counts[count.ordinal()] += times;
  }

  public long get(Count count) {
    return counts[count.ordinal()];
  }

  public Durations get(Interval interval) {
    return intervals.get(interval);
  }

  /** Whether anything happened at all. */
  public boolean isEmpty() {
    for (long count : counts) {
      if (count != 0) {
        return false;
      }
    }
    return intervals.values().stream().allMatch(durations -> durations.n() == 0);
  }
}
