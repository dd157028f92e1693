package io.parley.localstack;

import io.parley.localstack.process.StackException;
import io.parley.localstack.supervisor.Commands;
import io.parley.localstack.supervisor.Options;
import io.parley.localstack.supervisor.RebuildAnalytics;
import io.parley.localstack.supervisor.Seed;
import io.parley.localstack.supervisor.Supervisor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The program behind {@code ./parley}: {@code up} and the commands beside it. Exit code 1 with one
 * line on stderr when something is missing or wrong.
 */
public final class Main {
  /** Held here, because loggers that nobody holds forget their level. */
  private static final Logger ROOT = Logger.getLogger("");

  private Main() {}

  public static void main(String[] args) throws InterruptedException {
    ROOT.setLevel(Level.WARNING);
    Path home = Path.of(System.getProperty("parley.home", ".")).toAbsolutePath().normalize();
    String command = args.length == 0 ? "" : args[0];
    List<String> arguments = Arrays.asList(args).subList(Math.min(1, args.length), args.length);
    try {
      switch (command) {
        case "up" -> new Supervisor(Options.parse(home, arguments)).run();
        case "token" -> Commands.token(home, arguments, System.out);
        case "reset" -> Commands.reset(home, arguments, System.out);
        case "seed" -> Seed.run(home, arguments, System.out);
        case "rebuild-analytics" -> RebuildAnalytics.run(home, arguments, System.out);
        default -> throw new StackException("Unknown command '" + command + "': see ./parley help");
      }
    } catch (StackException e) {
      System.err.println("parley: " + e.getMessage());
      System.exit(1);
    }
  }
}
