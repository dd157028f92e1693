package io.parley.analytics.figure;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;

/** How a window is cut, by the clocks of a zone. A day may have 23 or 25 hours. */
public enum Bucket {
  HOUR,
  DAY,
  /** From Monday. */
  WEEK,
  MONTH;

  /**
   * The buckets of a window; the first and the last one are cut where the window is.
   *
   * @return for each its start, and at the end the window's end
   */
  public List<Instant> edges(Instant from, Instant to, ZoneId zone) {
    List<Instant> edges = new ArrayList<>();
    edges.add(from);
    Instant next = next(from, zone);
    while (next.isBefore(to)) {
      edges.add(next);
      next = next(next, zone);
    }
    edges.add(to);
    return edges;
  }

  private Instant next(Instant at, ZoneId zone) {
    ZonedDateTime local = at.atZone(zone);
    LocalDate day = local.toLocalDate();
    return switch (this) {
      // An hour of the clock, of which there may be two of the same name, one after the other.
      case HOUR -> local.truncatedTo(ChronoUnit.HOURS).plusHours(1).toInstant();
      case DAY -> day.plusDays(1).atStartOfDay(zone).toInstant();
      case WEEK ->
          day.with(TemporalAdjusters.next(DayOfWeek.MONDAY)).atStartOfDay(zone).toInstant();
      case MONTH ->
          day.with(TemporalAdjusters.firstDayOfNextMonth()).atStartOfDay(zone).toInstant();
    };
  }
}
