package io.parley.conversation.log;

import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * Adaptive batching: while one transaction is in flight, what arrives is the next one. A lone
 * command starts at once, and no timer is involved.
 */
final class CommandQueue {
  private final Function<List<LogCommand>, Uni<List<Outcome>>> transaction;
  private final int batchSize;
  private final int queueSize;

  private final ArrayDeque<Submission> queue = new ArrayDeque<>();
  private int waiting;
  private boolean inFlight;

  /**
   * @param transaction answers a batch with one outcome a command; never fails
   * @param batchSize commands in one transaction; a submission that is larger is one by itself
   * @param queueSize commands that may wait; a submission beyond it is refused as overloaded
   */
  CommandQueue(
      Function<List<LogCommand>, Uni<List<Outcome>>> transaction, int batchSize, int queueSize) {
    this.transaction = transaction;
    this.batchSize = batchSize;
    this.queueSize = queueSize;
  }

  /** Hands over commands that came together; they stay together, and in their order. */
  Uni<List<Outcome>> submit(List<LogCommand> commands) {
    return commands.isEmpty()
        ? Uni.createFrom().item(List.of())
        : Uni.createFrom().emitter(emitter -> enqueue(new Submission(commands, emitter)));
  }

  private void enqueue(Submission submission) {
    boolean full;
    synchronized (queue) {
      full = waiting + submission.size() > queueSize;
      if (!full) {
        queue.add(submission);
        waiting += submission.size();
      }
    }
    if (full) {
      submission.refuse(Problem.of(ProblemCode.OVERLOADED, "Too many messages wait to be stored"));
      return;
    }
    // Who gave up before the transaction began wants nothing stored.
    submission.emitter.onTermination(() -> forget(submission));
    startNext();
  }

  private void forget(Submission submission) {
    synchronized (queue) {
      if (queue.remove(submission)) {
        waiting -= submission.size();
      }
    }
  }

  private void startNext() {
    List<Submission> batch = new ArrayList<>();
    List<LogCommand> commands = new ArrayList<>();
    synchronized (queue) {
      if (inFlight || queue.isEmpty()) {
        return;
      }
      inFlight = true;
      do {
        Submission next = queue.poll();
        waiting -= next.size();
        batch.add(next);
        commands.addAll(next.commands());
      } while (!queue.isEmpty() && commands.size() + queue.peek().size() <= batchSize);
    }
    transaction.apply(commands).subscribe().with(outcomes -> finish(batch, outcomes));
  }

  private void finish(List<Submission> batch, List<Outcome> outcomes) {
    synchronized (queue) {
      inFlight = false;
    }
    // First: the next transaction's way to the disk is longer than our way to the callers.
    startNext();
    int from = 0;
    for (Submission submission : batch) {
      int to = from + submission.size();
      submission.emitter.complete(outcomes.subList(from, to));
      from = to;
    }
  }

  private record Submission(List<LogCommand> commands, UniEmitter<? super List<Outcome>> emitter) {
    int size() {
      return commands.size();
    }

    void refuse(Problem problem) {
      emitter.complete(Collections.nCopies(size(), new Outcome.Refused(problem)));
    }
  }
}
