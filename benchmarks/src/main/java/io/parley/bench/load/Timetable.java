package io.parley.bench.load;

/**
 * When each message of an open loop is due. Latencies count from here and not from the moment of
 * sending: a message that had to wait because the generator or the stack was late has waited.
 *
 * @param startNanos when message 0 is due, on the {@link System#nanoTime()} clock
 * @param perSecond messages a second
 */
record Timetable(long startNanos, int perSecond) {
  private static final long SECOND = 1_000_000_000L;

  Timetable {
    if (perSecond < 1) {
      throw new IllegalArgumentException("perSecond must be at least 1, not " + perSecond);
    }
  }

  /** The nanoTime at which message {@code number} (from 0) is due; without drift. */
  long due(long number) {
    return startNanos
        + number / perSecond * SECOND
        + Math.round((double) (number % perSecond) * SECOND / perSecond);
  }

  /** How many messages are due within the first {@code seconds}. */
  int count(double seconds) {
    return (int) Math.floor(perSecond * seconds);
  }
}
