package io.parley.bench.load;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Latencies of one kind, in milliseconds when read. Not for several threads at once. */
public final class Latency {
  private static final long MAX_MICROS = 120_000_000L;

  private final Histogram micros = new Histogram(MAX_MICROS, 3);

  public void record(long nanos) {
    micros.recordValue(Math.clamp(nanos / 1_000, 0, MAX_MICROS));
  }

  public long count() {
    return micros.getTotalCount();
  }

  /**
   * The value below which that part of all latencies is.
   *
   * @param percentile 0 to 100; 100 is the maximum
   */
  public double millis(double percentile) {
    return micros.getValueAtPercentile(percentile) / 1_000.0;
  }

  /** The usual five, by name, in order. */
  public Map<String, Double> summary() {
    Map<String, Double> summary = new LinkedHashMap<>();
    summary.put("p50", millis(50));
    summary.put("p90", millis(90));
    summary.put("p99", millis(99));
    summary.put("p99.9", millis(99.9));
    summary.put("max", millis(100));
    return summary;
  }
}
