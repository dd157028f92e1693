package io.parley.bench.scenario;

import io.parley.bench.load.Fleet;
import io.parley.bench.load.Latency;
import io.parley.bench.load.LoadResult;
import io.parley.bench.load.OpenLoop;
import io.parley.bench.report.Budgets;
import io.parley.bench.report.Figure.Bound;
import java.util.Map;

/** Open loops: the latencies that users of a stack with room to spare see. */
public final class OpenScenario {
  private static final int CONVERSATIONS = 200;
  private static final int BUDGETED_RATE = 1_000;

  private OpenScenario() {}

  public static void run(Bench bench, int perSecond, double seconds) {
    String section =
        "Open loop, %,d/s over %d conversations, 1 agent connection"
            .formatted(perSecond, CONVERSATIONS);
    bench.report().progress(section);
    LoadResult result;
    try (Fleet fleet = bench.fleet(1, CONVERSATIONS, 1)) {
      result = OpenLoop.run(fleet, perSecond, 3, seconds, bench.cpu());
    }
    bench.judge(section, result);
    boolean budgeted = perSecond == BUDGETED_RATE;
    add(bench, section, "ack", result.ack(), budgeted ? Map.of("p99", Budgets.ACK_P99) : Map.of());
    add(
        bench,
        section,
        "delivery",
        result.delivery(),
        budgeted ? Map.of("p50", Budgets.DELIVERY_P50, "p99", Budgets.DELIVERY_P99) : Map.of());
    bench
        .report()
        .add(section, "generator late p99, part of the above", result.lateness().millis(99), "ms");
    bench.addCpu(section, result, null);
  }

  private static void add(
      Bench bench, String section, String what, Latency latency, Map<String, Bound> bounds) {
    latency
        .summary()
        .forEach(
            (name, millis) ->
                bench.report().add(section, what + ' ' + name, millis, "ms", bounds.get(name)));
  }
}
