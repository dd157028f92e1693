package io.parley.localstack.supervisor;

import io.parley.localstack.process.StackException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Has analytics-service compute all figures anew and waits for it. Ended early, the service goes on
 * by itself, and the next call finds it.
 */
public final class RebuildAnalytics {
  static final String REBUILDS = "/internal/rebuilds";
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final ServiceCalls analytics;

  private RebuildAnalytics(ServiceCalls analytics) {
    this.analytics = analytics;
  }

  /**
   * Runs until the new figures answer.
   *
   * @throws StackException when the stack does not run, or not any more
   */
  public static void run(Path home, List<String> arguments, PrintStream out)
      throws InterruptedException {
    Path data = home.resolve(".parley");
    int port = -1;
    Deque<String> left = new ArrayDeque<>(arguments);
    while (!left.isEmpty()) {
      String argument = left.pop();
      switch (argument) {
        case "--data" -> data = Path.of(Options.value(argument, left));
        case "--port" -> port = Options.number(argument, Options.value(argument, left), 1, 65_535);
        default ->
            throw new StackException("'" + argument + "' is not an option of rebuild-analytics");
      }
    }
    RunningStack stack = RunningStack.of(data, port);
    try (HttpClient http = HttpClient.newHttpClient()) {
      new RebuildAnalytics(stack.analyticsService(http)).follow(out);
    }
  }

  private void follow(PrintStream out) throws InterruptedException {
    String state = analytics.call("POST", REBUILDS, null);
    String building = ServiceCalls.number(state, "building").orElse("");
    String shown = "";
    while (ServiceCalls.number(state, "building").filter(building::equals).isPresent()) {
      String events = ServiceCalls.number(state, "exportedEvents").orElse("0");
      if (!events.equals(shown)) {
        out.println(events + " events of the log read");
        shown = events;
      }
      Thread.sleep(LOOK.toMillis());
      state = analytics.call("GET", REBUILDS, null);
    }
    out.println(
        "The new figures answer; rows unlike the old ones: "
            + ServiceCalls.number(state, "differencesFromOldBuild").orElse("not known")
            + ", conversations unlike the log: "
            + ServiceCalls.number(state, "differencesFromLog").orElse("not known"));
    out.println(
        "Checksums of every figure of every hour until "
            + ServiceCalls.text(state, "checksumsUntil").orElse("not known"));
    out.println(
        "  of the old build " + ServiceCalls.text(state, "checksumOfOldBuild").orElse("not known"));
    out.println("  of the new build " + ServiceCalls.text(state, "checksum").orElse("not known"));
  }
}
