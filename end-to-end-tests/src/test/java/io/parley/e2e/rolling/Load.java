package io.parley.e2e.rolling;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** What many people do again and again until told to stop; each failure is kept. */
final class Load {
  private static final int STOP_SECONDS = 60;

  private final Map<String, LongAdder> done = new ConcurrentHashMap<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final List<CompletableFuture<Void>> running = new ArrayList<>();
  private volatile boolean stopped;

  /** One thing that somebody does; returns what went wrong, or null. */
  @FunctionalInterface
  interface Deed {
    String act();
  }

  /**
   * Does it again and again on a thread of its own.
   *
   * @param pauseMillis from one to the next on average, so that the load has a size
   */
  void repeat(String what, long pauseMillis, Deed deed) {
    LongAdder count = done.computeIfAbsent(what, unknown -> new LongAdder());
    running.add(
        CompletableFuture.runAsync(
            () -> {
              while (!stopped) {
                String problem = attempt(deed);
                if (problem == null) {
                  count.increment();
                } else {
                  failures.add(what + ": " + problem);
                }
                pause(pauseMillis);
              }
            },
            task -> Thread.ofVirtual().start(task)));
  }

  private static String attempt(Deed deed) {
    try {
      return deed.act();
    } catch (RuntimeException e) {
      return e + (e.getCause() == null ? "" : ", " + e.getCause());
    }
  }

  private static void pause(long millis) {
    LockSupport.parkNanos(
        TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextLong(2 * millis)));
  }

  /** Has nobody begin anything more. */
  void beginNoMore() {
    stopped = true;
  }

  /** Lets everybody finish what they are at. */
  void stop() {
    beginNoMore();
    CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
        .orTimeout(STOP_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  /** How often each went well. */
  Map<String, Long> done() {
    Map<String, Long> counts = new TreeMap<>();
    done.forEach((what, count) -> counts.put(what, count.sum()));
    return counts;
  }

  List<String> failures() {
    return List.copyOf(failures);
  }
}
