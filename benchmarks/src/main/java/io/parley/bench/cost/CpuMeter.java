package io.parley.bench.cost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Reads {@link CpuUse} of a stack whose processes are known by name. */
public final class CpuMeter {
  private final Supplier<Map<Long, String>> roots;
  private final double ticksPerSecond;

  /**
   * A meter of these processes and their descendants.
   *
   * @param roots the stack's processes, pid to name; asked at each reading
   */
  public CpuMeter(Supplier<Map<Long, String>> roots) {
    this.roots = roots;
    this.ticksPerSecond = ticksPerSecond();
  }

  public CpuUse read() {
    Map<String, Double> seconds = new TreeMap<>();
    ProcessTable.read()
        .ticksBy(roots.get())
        .forEach((name, ticks) -> seconds.put(name, ticks / ticksPerSecond));
    double generator =
        ProcessHandle.current().info().totalCpuDuration().map(d -> d.toNanos() / 1e9).orElse(0.0);
    return new CpuUse(seconds, generator, machine(), System.nanoTime() / 1e9);
  }

  private double machine() {
    try {
      String first = Files.readString(Path.of("/proc/stat")).lines().findFirst().orElse("");
      return busyTicks(first) / ticksPerSecond;
    } catch (IOException e) {
      return 0;
    }
  }

  /** Ticks of the {@code cpu} line of /proc/stat in which a core was not idle. */
  static long busyTicks(String cpuLine) {
    String[] fields = cpuLine.strip().split("\\s+", -1);
    long busy = 0;
    // user nice system idle iowait irq softirq steal; guest times are part of user already.
    for (int i = 1; i < Math.min(fields.length, 9); i++) {
      if (i != 4 && i != 5) {
        busy += Long.parseLong(fields[i]);
      }
    }
    return busy;
  }

  private static double ticksPerSecond() {
    try {
      Process process = new ProcessBuilder("getconf", "CLK_TCK").start();
      try (var reader = process.inputReader()) {
        return Double.parseDouble(reader.readLine());
      }
    } catch (IOException | RuntimeException e) {
      // The value of every Linux on common hardware.
      return 100;
    }
  }
}
