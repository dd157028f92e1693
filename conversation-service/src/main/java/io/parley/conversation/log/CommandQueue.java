package io.parley.conversation.log;

import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Adaptive batching: while one transaction is in flight, what arrives is the next one. A lone
 * command starts at once, and no timer is involved.
 */
final class CommandLane {
  private final Function<List<LogCommand>, Uni<List<Outcome>>> transaction;
  private final int batchSize;
  private final int queueSize;

  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
  private boolean inFlight;

  CommandLane(
      Function<List<LogCommand>, Uni<List<Outcome>>> transaction, int batchSize, int queueSize) {
    this.transaction = transaction;
    this.batchSize = batchSize;
    this.queueSize = queueSize;
  }

  Uni<Outcome> submit(LogCommand command) {
    return Uni.createFrom().emitter(emitter -> enqueue(new Waiting(command, emitter)));
  }

  private void enqueue(Waiting waiting) {
    boolean full;
    synchronized (queue) {
      full = queue.size() >= queueSize;
      if (!full) {
        queue.add(waiting);
      }
    }
    if (full) {
      waiting.complete(
          new Outcome.Refused(
              Problem.of(ProblemCode.OVERLOADED, "Too many messages wait to be stored")));
      return;
    }
    // Who gave up before the transaction began wants nothing stored.
    waiting.emitter.onTermination(() -> forget(waiting));
    startNext();
  }

  private void forget(Waiting waiting) {
    synchronized (queue) {
      queue.remove(waiting);
    }
  }

  private void startNext() {
    List<Waiting> batch = new ArrayList<>();
    synchronized (queue) {
      if (inFlight || queue.isEmpty()) {
        return;
      }
      inFlight = true;
      while (batch.size() < batchSize && !queue.isEmpty()) {
        batch.add(queue.poll());
      }
    }
    transaction
        .apply(batch.stream().map(Waiting::command).toList())
        .subscribe()
        .with(outcomes -> finish(batch, outcomes));
  }

  private void finish(List<Waiting> batch, List<Outcome> outcomes) {
    synchronized (queue) {
      inFlight = false;
    }
    // First: the next transaction's way to the disk is longer than our way to the callers.
    startNext();
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).complete(outcomes.get(i));
    }
  }

  private record Waiting(LogCommand command, UniEmitter<? super Outcome> emitter) {
    void complete(Outcome outcome) {
      emitter.complete(outcome);
    }
  }
}
