package io.parley.bench.scenario;

import io.parley.bench.cost.MemoryMeter;
import io.parley.bench.cost.MemoryMeter.Memory;
import io.parley.bench.load.Fleet;
import io.parley.bench.report.Budgets;
import io.parley.bench.report.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a connected follower who says nothing costs in memory. Both readings come after a full
 * collection, and the first one after some connections have come and gone, so that what a process
 * needs for its very first connection is not counted as belonging to the later ones.
 */
public final class IdleScenario {
  /** Followers that no other scenario uses. */
  private static final int FIRST = 20_001;

  private IdleScenario() {}

  public static void run(Bench bench, int followers) {
    String section = "Memory of %,d idle authenticated followers".formatted(followers);
    bench.report().progress(section);
    try (Fleet before = bench.fleet(FIRST, Math.max(1, followers / 10), 0)) {
      before.check();
    }
    List<Long> gateways = bench.pids("messaging-gateway");
    List<Long> edges = bench.pids("edge");
    List<Memory> gatewayBefore = read(gateways);
    List<Memory> edgeBefore = read(edges);
    try (Fleet fleet = bench.fleet(FIRST, followers, 0)) {
      List<Memory> gatewayAfter = read(gateways);
      List<Memory> edgeAfter = read(edges);
      fleet.check();
      add(
          bench,
          section,
          "gateway",
          gatewayBefore,
          gatewayAfter,
          followers,
          Budgets.KIB_PER_SOCKET);
      add(bench, section, "edge", edgeBefore, edgeAfter, followers, null);
    }
  }

  private static List<Memory> read(List<Long> pids) {
    List<Memory> memory = new ArrayList<>();
    pids.forEach(pid -> memory.add(MemoryMeter.settled(pid)));
    return memory;
  }

  private static void add(
      Bench bench,
      String section,
      String process,
      List<Memory> before,
      List<Memory> after,
      int followers,
      Figure.Bound bound) {
    if (before.isEmpty()) {
      bench.report().fault("No process called " + process + " was found, so its memory is unknown");
      return;
    }
    double rss = 0;
    double heap = 0;
    double rssAll = 0;
    for (int i = 0; i < before.size(); i++) {
      rss += after.get(i).rssBytes() - before.get(i).rssBytes();
      rssAll += after.get(i).rssBytes();
      heap += live(after.get(i).heapBytes()) - live(before.get(i).heapBytes());
    }
    bench
        .report()
        .add(section, process + ": resident memory each", rss / 1024 / followers, "KiB", bound);
    bench.report().add(section, process + ": of it live heap", heap / 1024 / followers, "KiB");
    bench.report().add(section, process + ": resident in all", rssAll / 1024 / 1024, "MiB");
  }

  private static double live(OptionalLong bytes) {
    return bytes.orElse(0);
  }
}
