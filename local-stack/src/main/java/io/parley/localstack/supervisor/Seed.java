package io.parley.localstack.supervisor;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.parley.contracts.command.SampleHistory;
import io.parley.contracts.event.Person;
import io.parley.contracts.json.Json;
import io.parley.localstack.identity.DemoPeople;
import io.parley.localstack.process.StackException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * Has conversation-service make up a history, piece by piece, and waits until the figures have
 * followed. Ended early, nothing is half written, and the same command goes on.
 */
public final class Seed {
  private static final String CHANNEL = "demo";
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final ServiceCalls conversations;
  private final ServiceCalls analytics;
  private final PrintStream out;
  private final long begin = System.nanoTime();

  private Seed(ServiceCalls conversations, ServiceCalls analytics, PrintStream out) {
    this.conversations = conversations;
    this.analytics = analytics;
    this.out = out;
  }

  /**
   * Runs until all of it is in the log and in the figures.
   *
   * @throws StackException when the stack does not run, or not any more
   */
  public static void run(Path home, List<String> arguments, PrintStream out)
      throws InterruptedException {
    Path data = home.resolve(".parley");
    int port = -1;
    int chats = 10_000;
    int days = 90;
    int seed = 1;
    boolean wait = true;
    Deque<String> left = new ArrayDeque<>(arguments);
    while (!left.isEmpty()) {
      String argument = left.pop();
      switch (argument) {
        case "--data" -> data = Path.of(Options.value(argument, left));
        case "--port" -> port = number(argument, left, 65_535);
        case "--chats" -> chats = number(argument, left, SampleHistory.MAX_CHATS);
        case "--days" -> days = number(argument, left, SampleHistory.MAX_DAYS);
        case "--seed" -> seed = number(argument, left, Integer.MAX_VALUE);
        case "--no-wait" -> wait = false;
        default -> throw new StackException("'" + argument + "' is not an option of seed");
      }
    }
    List<Person> agents =
        DemoPeople.staff().stream()
            .filter(person -> person.channels().contains(CHANNEL))
            .map(person -> new Person(person.sub(), person.name()))
            .toList();
    SampleHistory.Spec spec =
        new SampleHistory.Spec(CHANNEL, agents, "follower-", "Follower ", seed, chats, days);
    RunningStack stack = RunningStack.of(data, port);
    try (HttpClient http = HttpClient.newHttpClient()) {
      Seed command = new Seed(stack.conversationService(http), stack.analyticsService(http), out);
      command.write(spec);
      if (wait) {
        command.awaitFigures();
      }
    }
  }

  private static int number(String option, Deque<String> left, int most) {
    return Options.number(option, Options.value(option, left), 1, most);
  }

  private void write(SampleHistory.Spec spec) throws InterruptedException {
    SampleHistory.Progress progress;
    do {
      progress = goOn(spec);
      out.printf(
          Locale.ROOT,
          "%,d of %,d chats, %,d events after %d s%s%n",
          progress.chats(),
          spec.chats(),
          progress.events(),
          seconds(),
          progress.owedToKafka() > 0 && progress.complete() ? ", the last on their way" : "");
    } while (!progress.complete() || progress.owedToKafka() > 0);
    out.println("All of it is in the log of channel " + spec.channelId() + " and on Kafka");
  }

  private SampleHistory.Progress goOn(SampleHistory.Spec spec) throws InterruptedException {
    try {
      String answer =
          conversations.call(
              "POST", "/internal/sample-histories", Json.tolerant().writeValueAsString(spec));
      return Json.tolerant().readValue(answer, SampleHistory.Progress.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What analytics-service lacks is counted against the log itself, not taken at its word. */
  private void awaitFigures() throws InterruptedException {
    String lacking;
    do {
      Thread.sleep(LOOK.toMillis());
      String state = analytics.call("GET", RebuildAnalytics.REBUILDS, null);
      while (!ServiceCalls.isTrue(state, "servingCaughtUp")) {
        String behind = ServiceCalls.number(state, "servingBehind").orElse("some");
        out.printf(
            "figures: %s, after %d s%n",
            behind.equals("0") ? "adding up closed periods" : behind + " events behind Kafka",
            seconds());
        Thread.sleep(LOOK.toMillis());
        state = analytics.call("GET", RebuildAnalytics.REBUILDS, null);
      }
      lacking =
          ServiceCalls.number(analytics.call("POST", "/internal/audits", null), "differences")
              .orElse("0");
    } while (!lacking.equals("0"));
    out.printf(Locale.ROOT, "The figures know all of the log after %d s%n", seconds());
  }

  private long seconds() {
    return (System.nanoTime() - begin) / 1_000_000_000L;
  }
}
