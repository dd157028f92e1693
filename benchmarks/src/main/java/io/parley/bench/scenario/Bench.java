package io.parley.bench.scenario;

import io.parley.bench.cost.CpuMeter;
import io.parley.bench.load.Fleet;
import io.parley.bench.load.LoadResult;
import io.parley.bench.report.Report;
import io.parley.bench.socket.SocketLoop;
import io.parley.bench.stack.Stack;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What every scenario works with. */
public final class Bench {
  private static final AtomicInteger FLEETS = new AtomicInteger();
  private static final String RUN = "b" + Long.toString(System.currentTimeMillis(), 36);

  private final Stack stack;
  private final Report report;
  private final SocketLoop loop;
  private final CpuMeter cpu;

  public Bench(Stack stack, Report report, SocketLoop loop) {
    this.stack = stack;
    this.report = report;
    this.loop = loop;
    this.cpu = new CpuMeter(stack::processes);
  }

  Stack stack() {
    return stack;
  }

  Report report() {
    return report;
  }

  CpuMeter cpu() {
    return cpu;
  }

  /** Followers from {@code follower-<first>} on and agents, connected; ids never used before. */
  Fleet fleet(int first, int followers, int agents) {
    return Fleet.connect(
        stack.target(), loop, RUN + "x" + FLEETS.incrementAndGet(), first, followers, agents);
  }

  /** The same of another channel's people. */
  Fleet fleet(Fleet.Cast cast, int first, int followers, int agents) {
    return Fleet.connect(
        stack.target(), loop, RUN + "x" + FLEETS.incrementAndGet(), cast, first, followers, agents);
  }

  /** Calls through the edge as that demo person. */
  RestCalls rest(String person) {
    return new RestCalls(stack.edge(), stack.tokens(person).getFirst());
  }

  /** The stack's processes whose name starts so; several when a service runs twice. */
  List<Long> pids(String prefix) {
    return stack.processes().entrySet().stream()
        .filter(entry -> entry.getValue().startsWith(prefix))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Turns whatever is wrong with a load into faults of the run. */
  void judge(String name, LoadResult result) {
    if (!result.refusals().isEmpty()) {
      report.fault(name + ": refused sends " + result.refusals());
    }
    if (result.unfinished() > 0) {
      report.fault(
          name + ": " + result.unfinished() + " messages not acked and delivered after 10 s");
    }
    if (result.misordered() > 0) {
      report.fault(name + ": " + result.misordered() + " events out of order or with a hole");
    }
  }

  /** CPU of a load by process, for each 1,000 messages, with what the machine did besides. */
  void addCpu(String section, LoadResult result, io.parley.bench.report.Figure.Bound bound) {
    double thousands = result.messages() / 1_000.0;
    Map<String, Double> byProcess = result.cpu().byProcess();
    report.add(
        section,
        "CPU of all server processes per 1,000",
        result.cpu().server() / thousands,
        "s",
        bound);
    double edge =
        byProcess.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith("edge"))
            .mapToDouble(Map.Entry::getValue)
            .sum();
    report.add(section, "  without the edge", (result.cpu().server() - edge) / thousands, "s");
    byProcess.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .forEach(
            entry -> report.add(section, "  " + entry.getKey(), entry.getValue() / thousands, "s"));
    report.add(section, "  load generator, not counted", result.cpu().generator() / thousands, "s");
    report.add(section, "cores that strangers used meanwhile", result.cpu().othersCores(), "cores");
  }
}
