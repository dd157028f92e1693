package io.parley.contracts.limit;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the callers of one limit. A caller who rests has a full bucket, which is as good as none
 * and forgotten as soon as room is needed.
 */
public final class RateLimiter {
  /** Callers counted at once. */
  private static final int ROOM = 100_000;

  private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final RateLimit limit;
  private final Rate rate;
  private final int room;
  private final TimeMeter clock;
  private final ConcurrentMap<String, Bucket> buckets = new ConcurrentHashMap<>();
  private final LongAdder refused = new LongAdder();
  private volatile long sweptAt;

  /**
   * A limiter of this instance.
   *
   * @param rate what this instance may let through of each caller
   */
  public RateLimiter(RateLimit limit, Rate rate) {
    this(limit, rate, ROOM, TimeMeter.SYSTEM_NANOTIME);
  }

  RateLimiter(RateLimit limit, Rate rate, int room, TimeMeter clock) {
    this.limit = limit;
    this.rate = rate;
    this.room = room;
    this.clock = clock;
    this.sweptAt = clock.currentTimeNanos() - SWEEP_NANOS;
  }

  /** Whether the caller may; counted either way. */
  public boolean allows(String caller) {
    long now = clock.currentTimeNanos();
    Bucket bucket = buckets.get(caller);
    if (bucket == null) {
      if (buckets.size() >= room && !sweep(now)) {
        return crowded();
      }
      bucket = buckets.computeIfAbsent(caller, added -> full());
    }
    boolean taken = bucket.tryConsume(1);
    if (!taken) {
      refused.increment();
    }
    return taken;
  }

  public RateLimit limit() {
    return limit;
  }

  /** How many callers are counted now. */
  public int callers() {
    return buckets.size();
  }

  /** How often somebody was refused. */
  public long refused() {
    return refused.sum();
  }

  private Bucket full() {
    return Bucket.builder()
        .addLimit(
            bandwidth ->
                bandwidth
                    .capacity(rate.burst())
                    .refillGreedy(rate.perSecond(), Duration.ofSeconds(1)))
        .withCustomTimePrecision(clock)
        .build();
  }

  private boolean crowded() {
    return switch (limit.whenCrowded()) {
      case LET_THROUGH -> true;
      case REFUSE -> {
        refused.increment();
        yield false;
      }
    };
  }

  /** Forgets who rests, once a second at most; true when there is room then. */
  private boolean sweep(long now) {
    if (now - sweptAt >= SWEEP_NANOS) {
      sweptAt = now;
      buckets.values().removeIf(bucket -> bucket.getAvailableTokens() == rate.burst());
    }
    return buckets.size() < room;
  }
}
