package io.parley.deployment;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a service can be told by its environment, and what it has to be told away from home. */
final class ServiceSettings {
  /**
   * Quarkus' own settings, by the names of their environment variables, that the images and
   * manifests use.
   */
  static final Set<String> OF_QUARKUS =
      Set.of(
          "QUARKUS_PROFILE",
          "QUARKUS_HTTP_HOST",
          "QUARKUS_HTTP_PORT",
          "QUARKUS_INIT_AND_EXIT",
          "QUARKUS_FLYWAY_MIGRATE_AT_START",
          "QUARKUS_FLYWAY_VALIDATE_AT_START");

  /** Defaults that fit a developer's machine and nothing else. */
  private static final Pattern LOCAL =
      Pattern.compile("localhost|local-stack-only|\\.parley|^parley$|^parley_|^8085$");

  /** Without a default on purpose: whoever knows it may read every attachment. */
  private static final String LINK_KEY = "PARLEY_ATTACHMENT_LINK_KEY";

  /** A service starts without it, but then followers who have no issuer get no tokens. */
  private static final String TOKENS_KEY = "PARLEY_FOLLOWER_TOKENS_KEY";

  private ServiceSettings() {}

  static boolean isRead(String service, String variable) {
    return OF_QUARKUS.contains(variable) || Repository.variablesOf(service).containsKey(variable);
  }

  /** What a deployment has to say, so that everything works in it. */
  static Set<String> deployed(String service) {
    Set<String> settings = new TreeSet<>(required(service));
    if (Repository.variablesOf(service).containsKey(TOKENS_KEY)) {
      settings.add(TOKENS_KEY);
    }
    return settings;
  }

  /** What must be set wherever the service does not run beside a local stack: else it stops. */
  static Set<String> required(String service) {
    Map<String, String> variables = Repository.variablesOf(service);
    return variables.entrySet().stream()
        .filter(v -> LOCAL.matcher(v.getValue()).find() || v.getKey().equals(LINK_KEY))
        .map(Map.Entry::getKey)
        // A bucket's name is of use with another store only; traces are off by default.
        .filter(name -> !name.contains("_S3_") && !name.startsWith("OTEL_"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
