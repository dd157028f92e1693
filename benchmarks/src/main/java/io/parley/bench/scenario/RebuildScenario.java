package io.parley.bench.scenario;

import io.parley.bench.cost.CpuUse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Builds the figures of 100,000 chats anew from the log, and holds the checksum of every figure of
 * the new build against that of the old one, which Kafka has brought.
 */
public final class RebuildScenario {
  private static final Pattern CHECKSUM =
      Pattern.compile(" *of the (?:old|new) build ([0-9a-f]{64})");
  private static final Pattern EVENTS = Pattern.compile("([0-9]+) events of the log read");

  private RebuildScenario() {}

  public static void run(Bench bench) {
    AnalyticsScenario.seed(bench, AnalyticsScenario.SECOND_PART, AnalyticsScenario.CATCH_UP, true);
    List<String> lines = new ArrayList<>();
    CpuUse before = bench.cpu().read();
    bench.stack().command(lines::add, "rebuild-analytics");
    CpuUse used = bench.cpu().read().since(before);
    lines.subList(Math.max(0, lines.size() - 4), lines.size()).forEach(bench.report()::progress);
    List<String> checksums =
        lines.stream()
            .map(CHECKSUM::matcher)
            .filter(Matcher::matches)
            .map(m -> m.group(1))
            .toList();
    long events =
        lines.stream()
            .map(EVENTS::matcher)
            .filter(Matcher::matches)
            .mapToLong(m -> Long.parseLong(m.group(1)))
            .max()
            .orElse(0);
    if (checksums.size() != 2 || !checksums.getFirst().equals(checksums.getLast())) {
      bench.report().fault("The new build's figures are not those of the old one: " + checksums);
    }
    String section = "Building the figures anew";
    bench.report().add(section, "events of the log at least", (double) events, "");
    bench.report().add(section, "until the new figures answer", used.wall(), "s");
    bench
        .report()
        .add(
            section, "different checksums", (double) checksums.stream().distinct().count() - 1, "");
  }
}
