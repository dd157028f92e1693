package io.parley.analytics.figure;

/**
 * The lengths of the periods that are rolled up, all counted from 1970 in UTC. Every zone in use is
 * a whole number of quarters away from UTC, so that its days are made of these, also those of 23
 * and 25 hours.
 */
public enum Level {
  QUARTER(900),
  HOUR(3_600),
  DAY(86_400);

  private final long micros;

  Level(long seconds) {
    this.micros = seconds * Micros.PER_SECOND;
  }

  public long micros() {
    return micros;
  }

  /** The start of the period of this length that {@code at} is in. */
  public long floor(long at) {
    return Math.floorDiv(at, micros) * micros;
  }
}
