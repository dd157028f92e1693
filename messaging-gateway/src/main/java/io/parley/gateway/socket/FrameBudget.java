package io.parley.gateway.socket;

import java.util.concurrent.TimeUnit;

/**
 * A token bucket in one number: the time at which it would be full again (the generic cell rate
 * algorithm). Not for several threads.
 */
final class FrameBudget {
  private final long intervalNanos;
  private final long depthNanos;
  private long fullAt;

  /**
   * @param perSecond tokens that come back each second
   * @param burst tokens in a full bucket
   * @param now {@link System#nanoTime()}
   */
  FrameBudget(int perSecond, int burst, long now) {
    this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.depthNanos = intervalNanos * burst;
    this.fullAt = now;
  }

  /** Takes a token; false when there is none. */
  boolean take(long now) {
    long base = fullAt - now > 0 ? fullAt : now;
    long next = base + intervalNanos;
    if (next - now > depthNanos) {
      return false;
    }
    fullAt = next;
    return true;
  }
}
