package io.parley.localstack.supervisor;

import io.parley.localstack.identity.DemoPeople;
import io.parley.localstack.identity.DemoPerson;
import io.parley.localstack.process.StackException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The commands beside {@code up}. */
public final class Commands {
  private Commands() {}

  /** Prints one access token a line. */
  public static void token(Path home, List<String> arguments, PrintStream out) {
    Path data = home.resolve(".parley");
    int port = -1;
    Optional<Duration> ttl = Optional.empty();
    List<DemoPerson> people = new ArrayList<>();
    Deque<String> left = new ArrayDeque<>(arguments);
    while (!left.isEmpty()) {
      String argument = left.pop();
      switch (argument) {
        case "--data" -> data = Path.of(Options.value(argument, left));
        case "--port" -> port = Options.number(argument, Options.value(argument, left), 1, 65_535);
        case "--ttl" -> ttl = Optional.of(duration(Options.value(argument, left)));
        default -> people.addAll(DemoPeople.parse(argument));
      }
    }
    if (people.isEmpty()) {
      throw new StackException(
          "./parley token NAME…, for example agent-1 or follower-1..100 (--ttl 30s, --port, --data)");
    }
    DataFolder folder = new DataFolder(data.toAbsolutePath().normalize());
    Ports ports = new Ports(port > 0 ? port : folder.lastPort().orElse(Options.DEFAULT_PORT));
    StringBuilder lines = new StringBuilder();
    folder.tokens(ports).of(people, ttl).forEach(token -> lines.append(token).append('\n'));
    out.print(lines);
    out.flush();
  }

  /** Deletes the data of a stack that does not run. */
  public static void reset(Path home, List<String> arguments, PrintStream out) {
    Path data = home.resolve(".parley");
    Deque<String> left = new ArrayDeque<>(arguments);
    while (!left.isEmpty()) {
      String argument = left.pop();
      if (!argument.equals("--data")) {
        throw new StackException("'" + argument + "' is not an option of reset");
      }
      data = Path.of(Options.value(argument, left));
    }
    DataFolder folder = new DataFolder(data.toAbsolutePath().normalize());
    folder.empty();
    out.println("Emptied " + folder.path());
  }

  /** Durations as {@code 90}, {@code 90s}, {@code 15m}, {@code 12h} or {@code -1m}. */
  private static Duration duration(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    try {
      boolean negative = lower.startsWith("-");
      String amount = negative ? lower.substring(1) : lower;
      Duration duration = Duration.parse("PT" + (amount.matches("[0-9]+") ? amount + "s" : amount));
      return negative ? duration.negated() : duration;
    } catch (DateTimeParseException e) {
      throw new StackException("--ttl has to look like 30s, 15m or 12h, not '" + text + "'", e);
    }
  }
}
