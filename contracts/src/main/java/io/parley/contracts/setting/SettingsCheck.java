package io.parley.contracts.setting;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Looks through the environment before a service starts, so that a wrong setting is one line with
 * its name instead of the consequence that it has somewhere else.
 */
public final class SettingsCheck {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]+)(?::[^}]*)?}");

  private final Set<String> read;

  /**
   * @param applicationProperties of the service, which name what it reads
   */
  SettingsCheck(String applicationProperties) {
    this.read =
        applicationProperties
            .lines()
            // Neither comments nor what is for developers alone.
            .filter(line -> !line.startsWith("#") && !line.startsWith("%dev"))
            .flatMap(line -> VARIABLE.matcher(line).results())
            .map(variable -> variable.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The check of the service that this class belongs to. */
  public static SettingsCheck of(Class<?> main) {
    try (InputStream properties = main.getResourceAsStream("/application.properties")) {
      return new SettingsCheck(new String(properties.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Ends the program with exit code 1 and a line for each setting that is wrong or missing.
   *
   * @param service its name, for the message
   */
  public void requireSound(String service) {
    List<String> problems = problems(System.getenv());
    if (!problems.isEmpty()) {
      System.err.println(service + " does not start, because of its settings:");
      problems.forEach(problem -> System.err.println("  " + problem));
      System.exit(1);
    }
  }

  /** What is wrong, a line for each setting, by name. */
  public List<String> problems(Map<String, String> environment) {
    boolean away = isAway(environment.getOrDefault("QUARKUS_PROFILE", ""));
    boolean migrationOnly = "true".equals(environment.get("QUARKUS_INIT_AND_EXIT"));
    return read.stream()
        .map(Setting::valueOf)
        .map(
            setting ->
                setting.problem(
                    environment.get(setting.name()), isNeeded(setting, away, migrationOnly)))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Several profiles may be active, separated by commas. */
  private static boolean isAway(String profiles) {
    return Arrays.stream(profiles.split(",")).map(String::strip).anyMatch("container"::equals);
  }

  /** A migration reaches its database and nobody else. */
  private static boolean isNeeded(Setting setting, boolean away, boolean migrationOnly) {
    return switch (setting.need()) {
      case NEVER -> false;
      case AWAY -> away && (!migrationOnly || setting.name().startsWith("PARLEY_DATABASE_"));
      case ALWAYS -> true;
    };
  }
}
