package io.parley.bench;

import io.parley.bench.Options.Scenario;
import io.parley.bench.Options.UsageException;
import io.parley.bench.report.Report;
import io.parley.bench.scenario.AnalyticsScenario;
import io.parley.bench.scenario.AttachmentScenario;
import io.parley.bench.scenario.Bench;
import io.parley.bench.scenario.ClosedScenario;
import io.parley.bench.scenario.IdleScenario;
import io.parley.bench.scenario.ListScenario;
import io.parley.bench.scenario.OpenScenario;
import io.parley.bench.scenario.PostgresScenario;
import io.parley.bench.scenario.RebuildScenario;
import io.parley.bench.scenario.UpScenario;
import io.parley.bench.socket.SocketLoop;
import io.parley.bench.stack.Stack;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code ./parley bench}. Exit code 0: measured; 1: failed, or a message was lost; 2: usage. */
public final class Main {
  private static final long MOST_MINUTES = 60;

  /** Runs of the warm-up at most; it ends early when they do not get better. */
  private static final int WARM_UPS = 8;

  private Main() {}

  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    Path module = moduleFolder();
    int exit;
    try {
      if (List.of(arguments).contains("--help")) {
        out.print(Options.usage());
        exit = 0;
      } else {
        Options options =
            Options.parse(List.of(arguments), module.resolve("target").resolve("bench.json"));
        guard();
        exit = run(options, module.resolveSibling("parley"), new Report(out));
      }
    } catch (UsageException e) {
      out.println(e.getMessage());
      out.print(Options.usage());
      exit = 2;
    } catch (IllegalStateException | IOException | SQLException e) {
      out.println("The benchmark has failed: " + e.getMessage());
      exit = 1;
    }
    out.flush();
    System.exit(exit);
  }

  private static int run(Options options, Path script, Report report)
      throws IOException, SQLException {
    report.about("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    report.about(
        "machine",
        "%d cores, Java %s, %s %s"
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                System.getProperty("os.name"),
                System.getProperty("os.version")));
    report.about("quick", options.quick());
    try (Stack stack = stack(options, script, report);
        SocketLoop loop = new SocketLoop()) {
      if (stack.isOwn() && options.keep()) {
        report.progress("data and logs in " + stack.data());
      }
      Bench bench = new Bench(stack, report, loop);
      for (Scenario scenario : options.scenarios()) {
        measure(scenario, options, bench);
      }
    }
    report.print();
    report.write(options.json());
    return report.faults().isEmpty() ? 0 : 1;
  }

  private static Stack stack(Options options, Path script, Report report) {
    if (options.url() != null) {
      Stack running = Stack.attach(script, options.url(), options.data());
      running.awaitReady();
      return running;
    }
    report.progress("starting a stack");
    Stack first = started(options, script);
    if (!first.wasBuilt() || !options.scenarios().contains(Scenario.UP)) {
      return first;
    }
    first.close();
    report.progress("it had to be built; starting it again");
    return started(options, script);
  }

  private static Stack started(Options options, Path script) {
    Stack stack = Stack.start(script, options.port(), options.keep());
    try {
      stack.awaitReady();
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  private static void measure(Scenario scenario, Options options, Bench bench) throws SQLException {
    switch (scenario) {
      case UP -> UpScenario.run(bench);
      case POSTGRES -> PostgresScenario.run(bench, options.quick() ? 1.5 : 5);
      case CLOSED -> {
        warmUp(options, bench);
        ClosedScenario.run(
            bench, options.seconds(), options.runs(), !options.quick(), options.jfr());
      }
      case OPEN -> {
        if (!options.scenarios().contains(Scenario.CLOSED)) {
          warmUp(options, bench);
        }
        if (!options.quick()) {
          OpenScenario.run(bench, 200, options.seconds());
        }
        OpenScenario.run(bench, 1_000, options.seconds());
      }
      case ATTACHMENTS -> AttachmentScenario.run(bench, options.quick() ? 15 : 40);
      case IDLE -> IdleScenario.run(bench, options.idle());
      case ANALYTICS -> {
        if (!options.scenarios().contains(Scenario.CLOSED)) {
          warmUp(options, bench);
        }
        int seconds = options.seconds() * (options.quick() ? 2 : 4);
        AnalyticsScenario.run(bench, options.large(), seconds);
      }
      case REBUILD -> RebuildScenario.run(bench);
      case LIST -> ListScenario.run(bench, options.large());
    }
  }

  private static void warmUp(Options options, Bench bench) {
    ClosedScenario.warmUp(bench, options.warmUp(), options.quick() ? 1 : WARM_UPS);
  }

  /** Whatever happens, the run ends; the shutdown hook of the stack leaves no process. */
  private static void guard() {
    Thread.ofPlatform()
        .daemon()
        .name("time-limit")
        .start(
            () -> {
              try {
                TimeUnit.MINUTES.sleep(MOST_MINUTES);
                System.err.println("Stopped after " + MOST_MINUTES + " minutes");
                System.exit(1);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  /** The folder {@code benchmarks}: this class is in its target folder. */
  private static Path moduleFolder() {
    try {
      Path code = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return code.getParent().getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
