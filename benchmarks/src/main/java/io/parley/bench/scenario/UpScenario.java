package io.parley.bench.scenario;

import io.parley.bench.load.Fleet;
import io.parley.bench.report.Budgets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a person waits: from calling {@code ./parley up} on an empty data folder until a
 * follower's first message is on an agent's socket. Getting the tokens is part of it.
 */
public final class UpScenario {
  private static final long PATIENCE_SECONDS = 120;

  private UpScenario() {}

  public static void run(Bench bench) {
    double ready = (System.nanoTime() - bench.stack().startedAt()) / 1e9;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      try (Fleet fleet = bench.fleet(1, 1, 1)) {
        fleet.greet();
        break;
      } catch (IllegalStateException e) {
        // The edge may be up before the gateway is.
        if (System.nanoTime() - deadline > 0) {
          throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      }
    }
    double delivered = (System.nanoTime() - bench.stack().startedAt()) / 1e9;
    bench.report().add("./parley up, built, empty data folder", "REST answers", ready, "s");
    bench
        .report()
        .add(
            "./parley up, built, empty data folder",
            "first message delivered",
            delivered,
            "s",
            Budgets.UP_SECONDS);
  }
}
