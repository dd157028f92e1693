package io.parley.gateway.batch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Collects requests while calls are in flight: what waits when a call returns is the next batch. A
 * lone request leaves at once, and the batches grow by themselves with the load.
 *
 * <p>Where a call costs much more than one request more in it, a {@link Pace} keeps calls apart.
 * Without it a machine that is not busy yet makes many small calls until it is.
 *
 * @param <I> a request
 * @param <O> its answer
 */
public final class AdaptiveBatcher<I, O> {
  /** Takes the answer of one request, or why there is none. Runs where the call completes. */
  public interface Callback<O> {
    void done(O answer, Throwable failure);
  }

  /**
   * How far apart calls begin.
   *
   * @param interval from the beginning of a call to that of the next, unless a full batch waits;
   *     zero for no pace
   * @param timer runs a task after a time, on any thread
   */
  public record Pace(Duration interval, BiConsumer<Duration, Runnable> timer) {
    /** Every call leaves as soon as it may. */
    public static final Pace NONE = new Pace(Duration.ZERO, (delay, task) -> task.run());
  }

  private record Waiting<I, O>(I request, Callback<O> callback) {}

  private static final Logger LOG = Logger.getLogger(AdaptiveBatcher.class);

  private final int maxBatch;
  private final int maxWaiting;
  private final int maxInFlight;
  private final Pace pace;
  private final Function<List<I>, CompletionStage<List<O>>> call;
  private final Consumer<Integer> batchSizes;

  private final ArrayDeque<Waiting<I, O>> waiting = new ArrayDeque<>();
  private int inFlight;
  private int unanswered;
  private long lastCall;
  private boolean timerSet;

  /**
   * @param maxBatch requests in one call at most
   * @param maxWaiting requests that may wait for a call
   * @param maxInFlight calls at the same time; with 1 the requests take effect in their order
   * @param pace how far apart calls begin
   * @param call answers each request in its place
   * @param batchSizes told the size of each batch
   */
  public AdaptiveBatcher(
      int maxBatch,
      int maxWaiting,
      int maxInFlight,
      Pace pace,
      Function<List<I>, CompletionStage<List<O>>> call,
      Consumer<Integer> batchSizes) {
    this.maxBatch = maxBatch;
    this.maxWaiting = maxWaiting;
    this.maxInFlight = maxInFlight;
    this.pace = pace;
    this.lastCall = System.nanoTime() - pace.interval().toNanos();
    this.call = call;
    this.batchSizes = batchSizes;
  }

  /**
   * Takes a request; the callback is called exactly once.
   *
   * @return false when too many wait already: then nothing was taken
   */
  public boolean offer(I request, Callback<O> callback) {
    List<Waiting<I, O>> batch;
    synchronized (waiting) {
      if (waiting.size() >= maxWaiting) {
        return false;
      }
      waiting.add(new Waiting<>(request, callback));
      unanswered++;
      batch = next();
    }
    launch(batch);
    return true;
  }

  /** Requests taken and not answered yet. */
  public int unanswered() {
    synchronized (waiting) {
      return unanswered;
    }
  }

  private List<Waiting<I, O>> next() {
    if (inFlight >= maxInFlight || waiting.isEmpty() || !due()) {
      return List.of();
    }
    inFlight++;
    lastCall = System.nanoTime();
    int size = Math.min(maxBatch, waiting.size());
    List<Waiting<I, O>> batch = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      batch.add(waiting.poll());
    }
    return batch;
  }

  /** Whether the next call may begin; if it may not yet, a timer will begin it. */
  private boolean due() {
    long early = pace.interval().toNanos() - (System.nanoTime() - lastCall);
    if (early <= 0 || waiting.size() >= maxBatch) {
      return true;
    }
    if (!timerSet) {
      timerSet = true;
      pace.timer().accept(Duration.ofNanos(early), this::resume);
    }
    return false;
  }

  private void resume() {
    List<Waiting<I, O>> batch;
    synchronized (waiting) {
      timerSet = false;
      // The timer's word counts, even where its clock and ours differ by a little.
      lastCall = System.nanoTime() - pace.interval().toNanos();
      batch = next();
    }
    launch(batch);
  }

  private void launch(List<Waiting<I, O>> batch) {
    if (batch.isEmpty()) {
      return;
    }
    batchSizes.accept(batch.size());
    List<I> requests = new ArrayList<>(batch.size());
    for (Waiting<I, O> one : batch) {
      requests.add(one.request());
    }
    CompletionStage<List<O>> answers;
    try {
      answers = call.apply(requests);
    } catch (RuntimeException e) {
      landed(batch, null, e);
      return;
    }
    answers.whenComplete((results, failure) -> landed(batch, results, failure));
  }

  private void landed(List<Waiting<I, O>> batch, List<O> results, Throwable failure) {
    List<Waiting<I, O>> following;
    synchronized (waiting) {
      inFlight--;
      following = next();
    }
    // The next call leaves before the answers of this one are dealt out.
    launch(following);
    Throwable reason = failure;
    if (reason == null && results.size() != batch.size()) {
      reason =
          new IllegalStateException(
              "Asked for " + batch.size() + " answers, got " + results.size());
    }
    for (int i = 0; i < batch.size(); i++) {
      try {
        batch.get(i).callback().done(reason == null ? results.get(i) : null, reason);
      } catch (RuntimeException e) {
        LOG.error("An answer could not be handed on; the others of its batch are", e);
      }
    }
    synchronized (waiting) {
      unanswered -= batch.size();
    }
  }
}
