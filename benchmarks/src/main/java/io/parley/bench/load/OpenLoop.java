package io.parley.bench.load;

import io.parley.bench.cost.CpuMeter;
import io.parley.bench.cost.CpuUse;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Messages leave by a timetable, taking the conversations in turn, whatever the stack does; latency
 * counts from the timetable, so waiting behind a pause of the stack is not left out.
 */
public final class OpenLoop implements Traffic {
  private static final int FIRST_NUMBER = Fleet.ANSWER + 1;
  private static final int ACKED = 1;
  private static final int DELIVERED = 2;
  private static final long DRAIN_NANOS = 10_000_000_000L;
  private static final long HEAD_START_NANOS = 50_000_000L;

  private final Fleet fleet;
  private final Timetable timetable;
  private final int measuredFrom;
  private final int total;
  private final byte[] done;
  private final String text = MessageId.text(120);
  private final Latency ack = new Latency();
  private final Latency delivery = new Latency();
  private final Latency lateness = new Latency();
  private final Map<String, Long> refusals = new TreeMap<>();
  private final SeqCheck order;
  private final AtomicLong completed = new AtomicLong();
  private final AtomicLong measured = new AtomicLong();

  private OpenLoop(Fleet fleet, int perSecond, double warmUp, double seconds) {
    this.fleet = fleet;
    this.timetable = new Timetable(System.nanoTime() + HEAD_START_NANOS, perSecond);
    this.measuredFrom = timetable.count(warmUp);
    this.total = timetable.count(warmUp + seconds);
    this.done = new byte[total];
    this.order = new SeqCheck(fleet.agentCount(), fleet.followerCount());
  }

  /**
   * Runs the load; the fleet must be new.
   *
   * @param perSecond messages a second, over all conversations
   */
  public static LoadResult run(
      Fleet fleet, int perSecond, double warmUp, double seconds, CpuMeter meter) {
    return run(fleet, perSecond, warmUp, seconds, meter, DRAIN_NANOS);
  }

  /** The same with another patience for what is still under way at the end. */
  static LoadResult run(
      Fleet fleet, int perSecond, double warmUp, double seconds, CpuMeter meter, long drainNanos) {
    fleet.activate();
    return new OpenLoop(fleet, perSecond, warmUp, seconds).run(meter, drainNanos);
  }

  private LoadResult run(CpuMeter meter, long drainNanos) {
    fleet.observe(this);
    CpuUse before = meter.read();
    long start = System.nanoTime();
    // On this thread: the socket loop stays free to stamp what arrives.
    for (int k = 0; k < total; k++) {
      long due = timetable.due(k);
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      if (k == measuredFrom) {
        before = meter.read();
        start = System.nanoTime();
      }
      if (k >= measuredFrom) {
        lateness.record(System.nanoTime() - due);
      }
      fleet.send(k % fleet.followerCount(), FIRST_NUMBER + k / fleet.followerCount(), text);
      if (k % timetable.perSecond() == 0) {
        fleet.check();
      }
    }
    CpuUse cpu = meter.read().since(before);
    double window = (System.nanoTime() - start) / 1e9;
    long deadline = System.nanoTime() + drainNanos;
    while (completed.get() < total && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    fleet.check();
    fleet.observe(Traffic.NONE);
    return new LoadResult(
        fleet.followerCount(),
        fleet.agentCount(),
        measured.get(),
        window,
        ack,
        delivery,
        lateness,
        refusals,
        total - completed.get(),
        order.misordered(),
        cpu);
  }

  private int index(int conversation, int number) {
    return (number - FIRST_NUMBER) * fleet.followerCount() + conversation;
  }

  private void mark(int k, int part, Latency latency, long nanos) {
    if (k < 0 || k >= total || (done[k] & part) != 0) {
      return;
    }
    done[k] |= (byte) part;
    if (k >= measuredFrom) {
      latency.record(nanos - timetable.due(k));
    }
    if (done[k] == (ACKED | DELIVERED)) {
      if (k >= measuredFrom) {
        measured.incrementAndGet();
      }
      completed.incrementAndGet();
    }
  }

  @Override
  public void acked(int conversation, int number, long nanos) {
    mark(index(conversation, number), ACKED, ack, nanos);
  }

  @Override
  public void delivered(int agent, int conversation, int number, long seq, long nanos) {
    order.seen(agent, conversation, seq);
    if (agent == conversation % fleet.agentCount()) {
      mark(index(conversation, number), DELIVERED, delivery, nanos);
    }
  }

  @Override
  public void refused(int conversation, int number, String code) {
    refusals.merge(code, 1L, Long::sum);
  }
}
