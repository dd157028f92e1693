package io.parley.bench.cost;

import java.util.Map;
import java.util.TreeMap;

/**
 * CPU seconds, absolute or of a window.
 *
 * @param byProcess the stack's processes by name
 * @param generator the load generator, this program
 * @param machine everything that ran on the machine
 * @param wall seconds that have passed
 */
public record CpuUse(Map<String, Double> byProcess, double generator, double machine, double wall) {

  /** What was used from {@code earlier} until this reading. */
  public CpuUse since(CpuUse earlier) {
    Map<String, Double> used = new TreeMap<>();
    byProcess.forEach(
        (name, seconds) ->
            used.put(name, Math.max(0, seconds - earlier.byProcess.getOrDefault(name, 0.0))));
    return new CpuUse(
        used, generator - earlier.generator, machine - earlier.machine, wall - earlier.wall);
  }

  /** All processes of the stack, the edge included; the generator is not part of it. */
  public double server() {
    return byProcess.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Cores' worth of CPU that went to strangers on the machine: the noise of the run. */
  public double othersCores() {
    return wall == 0 ? 0 : Math.max(0, machine - server() - generator) / wall;
  }
}
