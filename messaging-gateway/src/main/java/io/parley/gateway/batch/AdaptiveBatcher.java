package io.parley.gateway.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Collects requests while calls are in flight: what waits when a call returns is the next batch. A
 * lone request leaves at once, and the batches grow by themselves with the load.
 *
 * @param <I> a request
 * @param <O> its answer
 */
public final class AdaptiveBatcher<I, O> {
  /** Takes the answer of one request, or why there is none. Runs where the call completes. */
  public interface Callback<O> {
    void done(O answer, Throwable failure);
  }

  private record Waiting<I, O>(I request, Callback<O> callback) {}

  private static final Logger LOG = Logger.getLogger(AdaptiveBatcher.class);

  private final int maxBatch;
  private final int maxWaiting;
  private final int maxInFlight;
  private final Function<List<I>, CompletionStage<List<O>>> call;
  private final Consumer<Integer> batchSizes;

  private final ArrayDeque<Waiting<I, O>> waiting = new ArrayDeque<>();
  private int inFlight;
  private int unanswered;

  /**
   * @param maxBatch requests in one call at most
   * @param maxWaiting requests that may wait for a call
   * @param maxInFlight calls at the same time; with 1 the requests take effect in their order
   * @param call answers each request in its place
   * @param batchSizes told the size of each batch
   */
  public AdaptiveBatcher(
      int maxBatch,
      int maxWaiting,
      int maxInFlight,
      Function<List<I>, CompletionStage<List<O>>> call,
      Consumer<Integer> batchSizes) {
    this.maxBatch = maxBatch;
    this.maxWaiting = maxWaiting;
    this.maxInFlight = maxInFlight;
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
    if (inFlight >= maxInFlight || waiting.isEmpty()) {
      return List.of();
    }
    inFlight++;
    int size = Math.min(maxBatch, waiting.size());
    List<Waiting<I, O>> batch = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      batch.add(waiting.poll());
    }
    return batch;
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
