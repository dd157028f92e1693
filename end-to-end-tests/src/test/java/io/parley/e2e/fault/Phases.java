package io.parley.e2e.fault;

/**
 * Keeps load and faults together: the messages of every talk are cut into equal parts, and nobody
 * goes on to the next part before the fault of this one has happened. So each fault meets all talks
 * in the middle, however fast the machine is.
 */
final class Phases {
  private final int count;
  private int open = 1;

  Phases(int count) {
    this.count = count;
  }

  /** Waits until the message may be sent. */
  synchronized void awaitTurn(int message, int ofMessages) {
    int phase = 1 + (message - 1) * count / ofMessages;
    while (phase > open) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  /** Opens the next phase. */
  synchronized void next() {
    open++;
    notifyAll();
  }
}
