package io.parley.localstack.supervisor;

import io.parley.localstack.process.Await;
import io.parley.localstack.process.ManagedProcess;
import io.parley.localstack.process.StackException;

/** Starts a child again whenever it ends without having been told to. */
final class Watch {
  private static final long FIRST_PAUSE_MILLIS = 1_000;
  private static final long LONGEST_PAUSE_MILLIS = 15_000;

  /** A child that lived this long is healthy: its next end is a new story. */
  private static final long HEALTHY_NANOS = 30_000_000_000L;

  private final ManagedProcess process;
  private final Runnable restart;
  private final Progress progress;
  private volatile boolean active = true;

  Watch(ManagedProcess process, Runnable restart, Progress progress) {
    this.process = process;
    this.restart = restart;
    this.progress = progress;
  }

  void begin() {
    Thread.ofPlatform().daemon().name("watch-" + process.spec().name()).start(this::watch);
  }

  void end() {
    active = false;
  }

  private void watch() {
    long pause = FIRST_PAUSE_MILLIS;
    long since = System.nanoTime();
    while (active) {
      process.onExit().join();
      if (!active) {
        return;
      }
      pause =
          System.nanoTime() - since > HEALTHY_NANOS
              ? FIRST_PAUSE_MILLIS
              : Math.min(LONGEST_PAUSE_MILLIS, pause);
      progress.step(
          process.spec().name()
              + " ended unexpectedly, starting again in "
              + pause / 1_000
              + " s (see "
              + process.spec().logFile()
              + ")");
      Await.pause(pause);
      since = System.nanoTime();
      pause *= 2;
      if (active && !process.isAlive()) {
        try {
          restart.run();
        } catch (StackException e) {
          progress.step(e.getMessage());
        }
      }
    }
  }
}
