package io.parley.e2e.stack;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for conditions. The pause between two looks is no part of any expectation. */
public final class Await {
  private static final long PAUSE_NANOS = 20_000_000;

  private Await() {}

  /** Waits until the condition holds, or fails saying what was waited for. */
  public static void until(String what, Duration patience, BooleanSupplier condition) {
    until(() -> what, patience, condition);
  }

  /** The same, where what is said tells how things stand when the patience is at its end. */
  public static void until(Supplier<String> what, Duration patience, BooleanSupplier condition) {
    look(what, patience, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }

  /** Waits for a value. */
  public static <T> T value(String what, Duration patience, Supplier<Optional<T>> look) {
    return look(() -> what, patience, look);
  }

  private static <T> T look(Supplier<String> what, Duration patience, Supplier<Optional<T>> look) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Optional<T> found = look.get();
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("Not within " + patience.toSeconds() + " s: " + what.get());
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
