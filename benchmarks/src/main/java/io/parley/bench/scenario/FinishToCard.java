package io.parley.bench.scenario;

import io.parley.bench.load.Fleet;
import io.parley.bench.load.Latency;
import io.parley.bench.load.LoadResult;
import io.parley.bench.load.OpenLoop;
import io.parley.bench.report.Budgets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * How long after an agent finishes a chat the last 24 hours show it, while messages go through. The
 * finished chats are those of a channel of their own: nothing leaves its window meanwhile, so that
 * the n-th finish shows when the figure has grown by n.
 */
final class FinishToCard {
  private static final int PER_SECOND = 200;
  private static final int CONVERSATIONS = 200;
  private static final int CHATS_A_ROUND = 50;
  private static final String CHANNEL = "/api/channels/other/";
  private static final String CARD = CHANNEL + "analytics/last-24-hours";

  /** The common pool of two cores has one thread, and would do the one after the other. */
  private static final Executor OWN_THREAD = task -> Thread.ofPlatform().daemon().start(task);

  private final Bench bench;
  private final List<Long> finishedAt = new CopyOnWriteArrayList<>();
  private final Latency shown = new Latency();
  private final AtomicBoolean done = new AtomicBoolean();
  private long before;

  private FinishToCard(Bench bench) {
    this.bench = bench;
  }

  static void run(Bench bench, double seconds) {
    new FinishToCard(bench).run(seconds);
  }

  private void run(double seconds) {
    String section = "From finish to the card, with %d messages a second".formatted(PER_SECOND);
    bench.report().progress(section);
    LoadResult load;
    try (RestCalls agent = bench.rest("agent-3");
        Fleet busy = bench.fleet(1, CONVERSATIONS, 1)) {
      agent.call("PUT", CHANNEL + "chat", "{\"mode\":\"TWO_WAY\"}");
      before = RestCalls.number(agent.get(CARD), "finished");
      CompletableFuture<LoadResult> running =
          CompletableFuture.supplyAsync(
              () -> OpenLoop.run(busy, PER_SECOND, 3, seconds, bench.cpu()), OWN_THREAD);
      CompletableFuture<Void> looking = CompletableFuture.runAsync(this::look, OWN_THREAD);
      while (!running.isDone()) {
        finishSome(agent);
      }
      load = running.join();
      done.set(true);
      looking.join();
    }
    bench.judge(section, load);
    if (shown.count() != finishedAt.size()) {
      bench.report().fault(section + ": a finish was never shown");
    }
    bench.report().add(section, "finishes", (double) shown.count(), "");
    shown
        .summary()
        .forEach(
            (name, millis) ->
                bench
                    .report()
                    .add(
                        section,
                        name,
                        millis,
                        "ms",
                        name.equals("p99") ? Budgets.FINISH_TO_CARD_P99 : null));
    bench.report().add(section, "acks of the messages meanwhile, p99", load.ack().millis(99), "ms");
    bench.addCpu(section, load, null);
  }

  /** New messages of some followers, answers, and then one finish after the other. */
  private void finishSome(RestCalls agent) {
    try (Fleet fleet = bench.fleet(Fleet.Cast.OF_OTHER, 1, CHATS_A_ROUND, 1)) {
      fleet.activate();
      for (int i = 0; i < CHATS_A_ROUND; i++) {
        String path = "/api/conversations/" + fleet.conversationId(i) + "/finish";
        finishedAt.add(System.nanoTime());
        agent.call("POST", path, "{}");
        // Not in step with anything.
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(70 + i * 37 % 101));
      }
    }
  }

  /** Looks at the card again and again, until it has shown every finish. */
  private void look() {
    long patience = TimeUnit.SECONDS.toNanos(15);
    long changed = System.nanoTime();
    int seen = 0;
    try (RestCalls agent = bench.rest("agent-3")) {
      while (!done.get() || (seen < finishedAt.size() && System.nanoTime() - changed < patience)) {
        long finished = RestCalls.number(agent.get(CARD), "finished") - before;
        long now = System.nanoTime();
        for (; seen < finished; seen++) {
          shown.record(now - finishedAt.get(seen));
          changed = now;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      }
    }
  }
}
