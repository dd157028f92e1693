package io.parley.localstack.supervisor;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Progress lines with the time since the start. */
final class Progress {
  private final PrintStream out;
  private final long start = System.nanoTime();

  Progress(PrintStream out) {
    this.out = out;
  }

  synchronized void step(String text) {
    double seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1_000.0;
    out.printf(Locale.ROOT, "%6.1f s  %s%n", seconds, text);
    out.flush();
  }

  synchronized void line(String text) {
    out.println(text);
    out.flush();
  }
}
