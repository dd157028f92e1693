package io.parley.e2e.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a person could have noticed of a client's connection. Guarded by itself. */
public final class Interruptions {
  private final Map<Integer, Long> closes = new TreeMap<>();
  private final List<Long> reconnectMillis = new ArrayList<>();
  private long failedDials;
  private long refusedForNow;
  private long lostAt;

  /** A connection that had been welcomed ended with that close code. */
  synchronized void lost(int code) {
    closes.merge(code, 1L, Long::sum);
    lostAt = System.nanoTime();
  }

  /** An attempt to connect came to nothing. */
  synchronized void dialFailed() {
    failedDials++;
  }

  /** A message was refused, and is tried again. */
  synchronized void refusedForNow() {
    refusedForNow++;
  }

  /** Connected and caught up (again). */
  synchronized void caughtUp() {
    if (lostAt != 0) {
      reconnectMillis.add((System.nanoTime() - lostAt) / 1_000_000);
      lostAt = 0;
    }
  }

  /** How often a connection ended with each close code. */
  public synchronized Map<Integer, Long> closes() {
    return new TreeMap<>(closes);
  }

  /** From each loss of the connection until everything missed was there. */
  public synchronized List<Long> reconnectMillis() {
    return List.copyOf(reconnectMillis);
  }

  public synchronized long failedDials() {
    return failedDials;
  }

  public synchronized long refusedForNowCount() {
    return refusedForNow;
  }
}
