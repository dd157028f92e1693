package io.parley.analytics.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A window as few pieces: the longest periods that fit and that are rolled up, and stretches in
 * between that have to be added up fact by fact.
 */
public record Cover(List<Period> periods, List<Stretch> stretches) {
  private static final List<Level> LONGEST_FIRST = List.of(Level.DAY, Level.HOUR, Level.QUARTER);

  public Cover {
    periods = List.copyOf(periods);
    stretches = List.copyOf(stretches);
  }

  /** One period of a {@link Level}. */
  public record Period(Level level, long start) {
    public long end() {
      return start + level.micros();
    }
  }

  /** From {@code from} to just before {@code to}. */
  public record Stretch(long from, long to) {}

  /**
   * Covers the window from {@code from} to just before {@code to}.
   *
   * @param stale whether a period's roll-up must not be used
   */
  public static Cover of(long from, long to, Predicate<Period> stale) {
    List<Period> periods = new ArrayList<>();
    List<Stretch> stretches = new ArrayList<>();
    long at = from;
    while (at < to) {
      Period period = longest(at, to, stale);
      if (period != null) {
        periods.add(period);
        at = period.end();
      } else {
        long end = Math.min(to, Level.QUARTER.floor(at) + Level.QUARTER.micros());
        addStretch(stretches, at, end);
        at = end;
      }
    }
    return new Cover(periods, stretches);
  }

  private static Period longest(long at, long to, Predicate<Period> stale) {
    for (Level level : LONGEST_FIRST) {
      Period period = new Period(level, at);
      if (level.floor(at) == at && period.end() <= to && !stale.test(period)) {
        return period;
      }
    }
    return null;
  }

  private static void addStretch(List<Stretch> stretches, long from, long to) {
    int last = stretches.size() - 1;
    if (last >= 0 && stretches.get(last).to() == from) {
      stretches.set(last, new Stretch(stretches.get(last).from(), to));
    } else {
      stretches.add(new Stretch(from, to));
    }
  }
}
