package io.parley.bench.load;

import io.parley.bench.cost.CpuMeter;
import io.parley.bench.cost.CpuUse;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Each conversation has one message in flight: the follower writes, waits for the ack on its own
 * socket and for the event on the socket of the conversation's agent connection, and writes again
 * at once. (Followers only: all agents' messages would come from one or two sockets and meet the
 * limit of frames a second of a socket.)
 */
public final class ClosedLoop implements Traffic {
  private static final int ACKED = 1;
  private static final int DELIVERED = 2;
  private static final long RETRY_NANOS = 100_000_000L;
  private static final long DRAIN_NANOS = 10_000_000_000L;
  private static final long STALL_NANOS = 15_000_000_000L;

  private final Fleet fleet;
  private final String text = MessageId.text(120);
  private final int[] number;
  private final byte[] done;
  private final long[] sentAt;
  private final Latency ack = new Latency();
  private final Latency delivery = new Latency();
  private final Map<String, Long> refusals = new TreeMap<>();
  private final SeqCheck order;
  private final AtomicLong completed = new AtomicLong();
  private final AtomicLong inFlight = new AtomicLong();
  private volatile boolean measuring;
  private volatile boolean stopping;

  private ClosedLoop(Fleet fleet) {
    this.fleet = fleet;
    int conversations = fleet.followerCount();
    this.number = new int[conversations];
    this.done = new byte[conversations];
    this.sentAt = new long[conversations];
    this.order = new SeqCheck(fleet.agentCount(), conversations);
  }

  /**
   * Runs the load; the fleet must be new.
   *
   * @param warmUp seconds before the window
   * @param seconds length of the window
   */
  public static LoadResult run(Fleet fleet, double warmUp, double seconds, CpuMeter meter) {
    fleet.activate();
    return new ClosedLoop(fleet).run(warmUp, seconds, meter);
  }

  private LoadResult run(double warmUp, double seconds, CpuMeter meter) {
    int conversations = fleet.followerCount();
    fleet.observe(this);
    fleet
        .loop()
        .execute(
            () -> {
              for (int i = 0; i < conversations; i++) {
                number[i] = Fleet.ANSWER;
                next(i);
              }
            });
    watch(warmUp);
    CpuUse before = meter.read();
    long messagesBefore = completed.get();
    long start = System.nanoTime();
    measuring = true;
    watch(seconds);
    long messages = completed.get() - messagesBefore;
    double window = (System.nanoTime() - start) / 1e9;
    measuring = false;
    CpuUse cpu = meter.read().since(before);
    long unfinished = stop();
    return new LoadResult(
        conversations,
        fleet.agentCount(),
        messages,
        window,
        ack,
        delivery,
        new Latency(),
        refusals,
        unfinished,
        order.misordered(),
        cpu);
  }

  /** Lets the load run, and fails early when it stands still. */
  private void watch(double seconds) {
    long end = System.nanoTime() + Math.round(seconds * 1e9);
    long seen = completed.get();
    long seenAt = System.nanoTime();
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      pause(Math.min(left, 100_000_000L));
      fleet.check();
      if (completed.get() != seen) {
        seen = completed.get();
        seenAt = System.nanoTime();
      } else if (System.nanoTime() - seenAt > STALL_NANOS) {
        throw new IllegalStateException("No message went through for 15 s; refusals " + refusals);
      }
    }
  }

  private long stop() {
    stopping = true;
    long deadline = System.nanoTime() + DRAIN_NANOS;
    while (inFlight.get() > 0 && System.nanoTime() - deadline < 0) {
      pause(10_000_000L);
    }
    long unfinished = inFlight.get();
    fleet.observe(Traffic.NONE);
    CountDownLatch quiet = new CountDownLatch(1);
    fleet.loop().execute(quiet::countDown);
    try {
      quiet.await(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return unfinished;
  }

  private static void pause(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void next(int conversation) {
    inFlight.incrementAndGet();
    number[conversation]++;
    done[conversation] = 0;
    sentAt[conversation] = System.nanoTime();
    fleet.send(conversation, number[conversation], text);
  }

  private void mark(int conversation, int part) {
    done[conversation] |= (byte) part;
    if (done[conversation] == (ACKED | DELIVERED)) {
      completed.incrementAndGet();
      inFlight.decrementAndGet();
      if (!stopping) {
        next(conversation);
      }
    }
  }

  @Override
  public void acked(int conversation, int sent, long nanos) {
    if (sent == number[conversation]) {
      if (measuring) {
        ack.record(nanos - sentAt[conversation]);
      }
      mark(conversation, ACKED);
    }
  }

  @Override
  public void delivered(int agent, int conversation, int sent, long seq, long nanos) {
    order.seen(agent, conversation, seq);
    if (agent == conversation % fleet.agentCount() && sent == number[conversation]) {
      if (measuring) {
        delivery.record(nanos - sentAt[conversation]);
      }
      mark(conversation, DELIVERED);
    }
  }

  @Override
  public void refused(int conversation, int sent, String code) {
    refusals.merge(code, 1L, Long::sum);
    if (conversation >= 0 && sent == number[conversation]) {
      fleet
          .loop()
          .later(
              RETRY_NANOS,
              () -> {
                inFlight.decrementAndGet();
                if (!stopping) {
                  next(conversation);
                }
              });
    }
  }
}
