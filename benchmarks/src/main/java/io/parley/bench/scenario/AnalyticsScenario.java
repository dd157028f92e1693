package io.parley.bench.scenario;

import io.parley.bench.cost.CpuUse;
import io.parley.bench.load.Latency;
import io.parley.bench.report.Budgets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Figures: the last 24 hours with a short history and then a long one, how fast analytics-service
 * catches up with what came in while it stood still, and how soon a finish shows. All histories are
 * those of {@code ./parley seed}, through log, outbox and Kafka.
 */
public final class AnalyticsScenario {
  static final int CATCH_UP = 100_000;
  private static final int SMALL = 10_000;
  private static final int CALLS = 1_000;
  private static final int DAYS = 90;
  private static final String LAST_24_HOURS = "/api/channels/demo/analytics/last-24-hours";

  private static final String APPLIED = "parley_analytics_events_applied_total";
  private static final Pattern EVENTS = Pattern.compile("chats, ([0-9,]+) events");

  /** Seeds: the parts of one long history, whose order never changes. */
  private static final int FIRST_PART = 1;

  static final int SECOND_PART = 2;
  private static final int REST = 3;

  private final Bench bench;

  private AnalyticsScenario(Bench bench) {
    this.bench = bench;
  }

  /**
   * Measures.
   *
   * @param large chats of the long history
   * @param seconds for which finishes are looked at
   */
  public static void run(Bench bench, int large, double seconds) {
    AnalyticsScenario scenario = new AnalyticsScenario(bench);
    seed(bench, FIRST_PART, SMALL, true);
    Latency few = scenario.last24Hours(SMALL);
    FinishToCard.run(bench, seconds);
    scenario.catchUp();
    // There already: this only waits, until the periods it changed are rolled up as well.
    seed(bench, SECOND_PART, CATCH_UP, true);
    int present = SMALL + CATCH_UP;
    if (large > present) {
      seed(bench, REST, large - present, true);
      present = large;
    }
    scenario.compare(few, scenario.last24Hours(present), present);
  }

  /** Makes up a part of the history, or finds it; returns how many events it has. */
  static long seed(Bench bench, int seed, int chats, boolean wait) {
    bench.report().progress("making up %,d chats".formatted(chats));
    List<String> arguments =
        new ArrayList<>(
            List.of("seed", "--seed", "" + seed, "--chats", "" + chats, "--days", "" + DAYS));
    if (!wait) {
      arguments.add("--no-wait");
    }
    List<String> lines = new ArrayList<>();
    bench.stack().command(lines::add, arguments.toArray(String[]::new));
    String written = lines.stream().filter(line -> line.contains(" chats, ")).toList().getLast();
    bench.report().progress(written);
    bench.report().progress(lines.getLast());
    Matcher events = EVENTS.matcher(written);
    if (!events.find()) {
      throw new IllegalStateException("./parley seed said " + written);
    }
    return Long.parseLong(events.group(1).replace(",", ""));
  }

  private Latency last24Hours(int chats) {
    bench.report().progress("asking for the last 24 hours of %,d chats".formatted(chats));
    Latency latency = new Latency();
    try (RestCalls agent = bench.rest("agent-1")) {
      // As many before warm caches and compilers.
      for (int i = -CALLS; i < CALLS; i++) {
        long start = System.nanoTime();
        agent.get(LAST_24_HOURS);
        if (i >= 0) {
          latency.record(System.nanoTime() - start);
        }
      }
    }
    return latency;
  }

  private void compare(Latency few, Latency many, int present) {
    String section = "Last 24 hours, %,d chats against %,d".formatted(present, SMALL);
    for (double percentile : new double[] {50, 99}) {
      String name = "p%.0f with %s".formatted(percentile, "%,d chats");
      bench.report().add(section, name.formatted(SMALL), few.millis(percentile), "ms");
      bench
          .report()
          .add(
              section,
              name.formatted(present),
              many.millis(percentile),
              "ms",
              percentile == 99 ? Budgets.LAST_24_HOURS_P99 : null);
      bench
          .report()
          .add(
              section,
              "p%.0f, ratio".formatted(percentile),
              many.millis(percentile) / few.millis(percentile),
              "×",
              Budgets.LAST_24_HOURS_RATIO);
    }
  }

  /** analytics-service stands still while a history is written, and then has all of it to read. */
  private void catchUp() {
    String section = "Catching up with %,d chats".formatted(CATCH_UP);
    long pid = bench.pids("analytics-service").getFirst();
    try (RestCalls metrics = new RestCalls(bench.stack().analyticsService(), null)) {
      double before = metric(metrics, APPLIED);
      long events;
      Thread whateverHappens = new Thread(() -> signal("CONT", pid), "continue-analytics");
      Runtime.getRuntime().addShutdownHook(whateverHappens);
      signal("STOP", pid);
      try {
        events = seed(bench, SECOND_PART, CATCH_UP, false);
      } finally {
        signal("CONT", pid);
        Runtime.getRuntime().removeShutdownHook(whateverHappens);
      }
      bench.report().progress(section);
      double start = before;
      while (start == before) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        start = metric(metrics, APPLIED);
      }
      CpuUse from = bench.cpu().read();
      double applied = start;
      while (applied < before + events) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        applied = metric(metrics, APPLIED);
      }
      CpuUse used = bench.cpu().read().since(from);
      bench.report().add(section, "events", applied - start, "");
      bench
          .report()
          .add(
              section,
              "events a second",
              (applied - start) / used.wall(),
              "",
              Budgets.INGEST_PER_SECOND);
      used.byProcess().entrySet().stream()
          .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
          .limit(4)
          .forEach(
              each ->
                  bench
                      .report()
                      .add(
                          section,
                          "  cores of " + each.getKey(),
                          each.getValue() / used.wall(),
                          "cores"));
      bench.report().add(section, "  cores that strangers used", used.othersCores(), "cores");
    }
  }

  private static double metric(RestCalls metrics, String name) {
    Matcher value =
        Pattern.compile("^" + name + "(?:\\{[^}]*})? (\\S+)$", Pattern.MULTILINE)
            .matcher(metrics.get("/q/metrics"));
    if (!value.find()) {
      throw new IllegalStateException("There is no metric " + name);
    }
    return Double.parseDouble(value.group(1));
  }

  private static void signal(String signal, long pid) {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
