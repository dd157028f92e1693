package io.parley.bench.scenario;

import io.parley.bench.load.ClosedLoop;
import io.parley.bench.load.Fleet;
import io.parley.bench.load.LoadResult;
import io.parley.bench.report.Budgets;
import io.parley.bench.report.Figure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Closed loops of several sizes: what the stack can do, and what a message costs then. */
public final class ClosedScenario {
  private static final int HEADLINE = 200;

  /** A run of the warm-up that is this much better than the ones before is followed by another. */
  private static final double STILL_GROWING = 1.05;

  private ClosedScenario() {}

  /**
   * Runs them.
   *
   * @param all false for the headline figure only
   * @param jfr folder for flight recordings of one more run, or null
   */
  public static void run(Bench bench, double seconds, int runs, boolean all, Path jfr) {
    LoadResult headline = best(bench, HEADLINE, 1, seconds, runs);
    String section = section(HEADLINE, 1);
    bench.addCpu(section, headline, Budgets.CPU_PER_1000);
    if (all) {
      best(bench, 50, 1, seconds, runs);
      best(bench, 500, 1, seconds, runs);
      best(bench, HEADLINE, 4, seconds, runs);
    }
    if (jfr != null) {
      try (Fleet fleet = bench.fleet(1, HEADLINE, 1);
          FlightRecordings recordings = FlightRecordings.start(bench.stack().processes(), jfr)) {
        bench.report().progress("one more run with flight recordings in " + jfr);
        ClosedLoop.run(fleet, 2, seconds, bench.cpu());
        recordings.dump();
      }
    }
  }

  /**
   * Load that counts for nothing, so that the JVMs have compiled what matters: runs until the
   * throughput does not grow any more.
   *
   * @param seconds of each run
   * @param runs at most
   */
  public static void warmUp(Bench bench, double seconds, int runs) {
    double before = 0;
    for (int i = 0; i < runs; i++) {
      bench.report().progress("warming up for %.0f s".formatted(seconds));
      try (Fleet fleet = bench.fleet(1, HEADLINE, 1)) {
        LoadResult result = ClosedLoop.run(fleet, 0, seconds, bench.cpu());
        bench.judge("warm-up", result);
        if (result.perSecond() < before * STILL_GROWING) {
          return;
        }
        before = Math.max(before, result.perSecond());
      }
    }
  }

  private static String section(int conversations, int agents) {
    return "Closed loop, %d conversations, %d agent connection%s"
        .formatted(conversations, agents, agents == 1 ? "" : "s");
  }

  private static LoadResult best(
      Bench bench, int conversations, int agents, double seconds, int runs) {
    String section = section(conversations, agents);
    bench.report().progress(section);
    List<LoadResult> results = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      try (Fleet fleet = bench.fleet(1, conversations, agents)) {
        LoadResult result = ClosedLoop.run(fleet, 2, seconds, bench.cpu());
        bench.judge(section, result);
        results.add(result);
        if (runs > 1) {
          bench
              .report()
              .progress(
                  String.format(
                      Locale.ROOT,
                      "run %d: %,.0f messages/s, strangers used %.2f cores",
                      i + 1,
                      result.perSecond(),
                      result.cpu().othersCores()));
        }
      }
    }
    LoadResult best =
        results.stream().max((a, b) -> Double.compare(a.perSecond(), b.perSecond())).orElseThrow();
    LoadResult worst =
        results.stream().min((a, b) -> Double.compare(a.perSecond(), b.perSecond())).orElseThrow();
    Figure.Bound bound = conversations == HEADLINE && agents == 1 ? Budgets.THROUGHPUT : null;
    bench.report().add(section, "durable, acked, delivered", best.perSecond(), "msg/s", bound);
    if (runs > 1) {
      bench.report().add(section, "  the worst of " + runs + " runs", worst.perSecond(), "msg/s");
    }
    bench.report().add(section, "ack p50", best.ack().millis(50), "ms");
    bench.report().add(section, "ack p99", best.ack().millis(99), "ms");
    bench.report().add(section, "delivery p50", best.delivery().millis(50), "ms");
    bench.report().add(section, "delivery p99", best.delivery().millis(99), "ms");
    return best;
  }
}
