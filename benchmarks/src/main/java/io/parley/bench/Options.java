package io.parley.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What the command line asks for.
 *
 * @param url of a running stack, or null to start one
 * @param data folder of that stack
 * @param port first port of a stack of our own, 0 for any that is free
 * @param json where the figures go
 * @param jfr folder for flight recordings of the services in the first closed loop, or null
 * @param seconds measured in each run
 * @param warmUp seconds of each run of load before anything is measured, for the JVMs to compile
 * @param runs of each closed loop; the best counts
 * @param idle followers of the idle scenario
 * @param large conversations of the list scenario, chats of the analytics scenario
 * @param keep whether the data of our own stack is left
 */
record Options(
    List<Scenario> scenarios,
    boolean quick,
    URI url,
    Path data,
    int port,
    Path json,
    Path jfr,
    int seconds,
    int warmUp,
    int runs,
    int idle,
    int large,
    boolean keep) {

  /** What can be measured. */
  enum Scenario {
    UP("./parley up when built, to the first message delivered"),
    POSTGRES("rows that PostgreSQL alone commits"),
    CLOSED("closed loop: throughput and CPU at saturation"),
    OPEN("open loop: latencies and CPU at a given rate"),
    IDLE("memory per idle connection"),
    ATTACHMENTS("files up and down against nginx, heap of many uploads"),
    ANALYTICS(
        "figures: last 24 hours with 10,000 and 1,000,000 chats, ingest, finish to card; long"),
    REBUILD("figures of 100,000 chats built anew from the log, and compared; some minutes"),
    LIST("chat list and history among 10,000 and 1,000,000 conversations; some minutes");

    private final String text;

    Scenario(String text) {
      this.text = text;
    }

    String option() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A wrong command line; the message is for the caller. */
  static final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }

  static String usage() {
    return """
    ./parley bench [--quick] [--scenario NAME,…] [--json FILE] [--url URL --data FOLDER]

      --quick          one minute, less exact
      --scenario NAMES of: %s, or all; without it those of about seven minutes
    %s
      --json FILE      figures as JSON (benchmarks/target/bench.json)
      --url URL        measure the stack at this address, with --data, its data folder;
                       without it a stack is started, and thrown away at the end
      --port N         the first of twenty ports of that stack (free ones from 24000)
      --seconds N      measured in each run          --runs N   of each closed loop, the best counts
      --warm-up N      seconds of each run before    --idle N   idle followers
      --large N        conversations of the list scenario, chats of the analytics scenario
      --jfr FOLDER     flight recordings of the Java processes in the closed loop
      --keep           leave data and logs of the started stack
    """
        .formatted(
            Arrays.stream(Scenario.values())
                .map(Scenario::option)
                .collect(Collectors.joining(", ")),
            Arrays.stream(Scenario.values())
                .map(s -> "                         %-11s %s".formatted(s.option(), s.text))
                .collect(Collectors.joining("\n")));
  }

  /**
   * Reads the command line.
   *
   * @param defaultJson used without {@code --json}
   * @throws UsageException when it makes no sense
   */
  static Options parse(List<String> arguments, Path defaultJson) {
    Deque<String> left = new ArrayDeque<>(arguments);
    boolean quick = arguments.contains("--quick");
    List<Scenario> scenarios = null;
    URI url = null;
    Path data = null;
    Path json = defaultJson;
    Path jfr = null;
    int port = 0;
    int seconds = quick ? 6 : 15;
    int warmUp = quick ? 12 : 15;
    int runs = quick ? 1 : 3;
    int idle = quick ? 1_000 : 5_000;
    int large = 1_000_000;
    boolean keep = false;
    while (!left.isEmpty()) {
      String option = left.removeFirst();
      switch (option) {
        case "--quick" -> quick = true;
        case "--keep" -> keep = true;
        case "--scenario" -> scenarios = scenarios(value(option, left));
        case "--url" -> url = url(value(option, left));
        case "--data" -> data = Path.of(value(option, left));
        case "--json" -> json = Path.of(value(option, left));
        case "--jfr" -> jfr = Path.of(value(option, left));
        case "--port" -> port = number(option, left, 1_024, 65_000);
        case "--seconds" -> seconds = number(option, left, 1, 300);
        case "--warm-up" -> warmUp = number(option, left, 0, 300);
        case "--runs" -> runs = number(option, left, 1, 20);
        case "--idle" -> idle = number(option, left, 1, 50_000);
        case "--large" -> large = number(option, left, 20_000, 10_000_000);
        default -> throw new UsageException("Unknown option " + option);
      }
    }
    if (scenarios == null) {
      scenarios = new ArrayList<>(List.of(Scenario.values()));
      scenarios.remove(Scenario.ANALYTICS);
      scenarios.remove(Scenario.REBUILD);
      scenarios.remove(Scenario.LIST);
      scenarios.remove(Scenario.ATTACHMENTS);
      if (url != null) {
        scenarios.remove(Scenario.UP);
      }
    }
    if ((url == null) != (data == null)) {
      throw new UsageException("--url and --data belong together");
    }
    if (url != null && scenarios.contains(Scenario.UP)) {
      throw new UsageException("The scenario up starts a stack itself: leave --url out");
    }
    return new Options(
        scenarios, quick, url, data, port, json, jfr, seconds, warmUp, runs, idle, large, keep);
  }

  private static List<Scenario> scenarios(String names) {
    if (names.equals("all")) {
      return List.of(Scenario.values());
    }
    List<Scenario> asked =
        Arrays.stream(names.split(",", -1))
            .map(
                name ->
                    Arrays.stream(Scenario.values())
                        .filter(scenario -> scenario.option().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new UsageException("Unknown scenario " + name)))
            .toList();
    // In the order of the enum: start first, large tables last.
    return asked.stream().sorted().distinct().toList();
  }

  private static URI url(String text) {
    URI url = URI.create(text);
    String host = url.getHost();
    if (!"http".equals(url.getScheme())
        || !List.of("localhost", "127.0.0.1").contains(host)
        || url.getPort() < 0) {
      throw new UsageException(
          "--url must be http://localhost:PORT: load goes to this machine only");
    }
    return url;
  }

  private static String value(String option, Deque<String> left) {
    if (left.isEmpty()) {
      throw new UsageException(option + " needs a value");
    }
    return left.removeFirst();
  }

  private static int number(String option, Deque<String> left, int least, int most) {
    String value = value(option, left);
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new UsageException(option + " needs a whole number, not " + value);
    }
    throw new UsageException(option + " must be between " + least + " and " + most);
  }
}
