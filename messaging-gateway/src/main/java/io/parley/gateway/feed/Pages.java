package io.parley.gateway.feed;

import io.parley.contracts.command.Actor;
import io.parley.contracts.command.ReplayBatch;

/** Pages of conversations' logs from the database. */
public interface Pages {
  /** Takes the page, or null when it could not be had. Runs on the delivery thread. */
  interface Callback {
    void page(ReplayBatch.Page page);
  }

  /**
   * Reads the events after a seq.
   *
   * @param actor for whom; null when a hole in the gateway's own stream is filled
   * @param limit events at most; 0 to have only the conversation described
   */
  void read(Actor actor, String conversationId, long after, int limit, Callback callback);

  /** Runs a task on the delivery thread after the delay of a retry. */
  void later(Runnable task);
}
