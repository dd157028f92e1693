package io.parley.analytics.figure;

/**
 * The lengths of the periods that are rolled up, all counted from 1970 in UTC. Every zone in use is
 * a whole number of quarters away from UTC, so that its days are made of these, also those of 23
 * and 25 hours.
 */
public enum Level {
  QUARTER(0, 900),
  HOUR(1, 3_600),
  DAY(2, 86_400);

  private final int code;
  private final long micros;

  Level(int code, long seconds) {
    this.code = code;
    this.micros = seconds * Micros.PER_SECOND;
  }

  /** What stands for it in tables. */
  public int code() {
    return code;
  }

  /**
   * The level with this code.
   *
   * @throws IllegalArgumentException for any other number
   */
  public static Level byCode(int code) {
    return switch (code) {
      case 0 -> QUARTER;
      case 1 -> HOUR;
      case 2 -> DAY;
      default -> throw new IllegalArgumentException("No level has the code " + code);
    };
  }

  public long micros() {
    return micros;
  }

  /** The start of the period of this length that {@code at} is in. */
  public long floor(long at) {
    return Math.floorDiv(at, micros) * micros;
  }
}
