package io.parley.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docker-compose.yml tells each service what it needs, and nothing that nobody reads. */
class ComposeTest {
  private static final Pattern VARIABLE = Pattern.compile("(?<!\\$)\\$\\{([A-Z_]+)");
  private static final Pattern EXAMPLE = Pattern.compile("^#([A-Z_]+)=", Pattern.MULTILINE);

  private final JsonNode compose = Repository.yaml("docker-compose.yml");

  static List<String> services() {
    return Repository.SERVICES;
  }

  @ParameterizedTest
  @MethodSource("services")
  void serviceIsToldWhatItNeeds(String service) {
    // Given
    Set<String> told =
        merged(compose.at("/services/" + service + "/environment")).stream()
            // What the images' start script makes of a name that ends so.
            .map(name -> name.replaceFirst("_FILE$", ""))
            .collect(Collectors.toCollection(TreeSet::new));

    // Then
    assertThat(told).containsAll(ServiceSettings.deployed(service));
    assertThat(told)
        .as("read by one of the services, as they share most settings")
        .allMatch(
            name -> Repository.SERVICES.stream().anyMatch(s -> ServiceSettings.isRead(s, name)));
  }

  /** Jackson leaves YAML's merge key as it is. */
  private static Set<String> merged(JsonNode environment) {
    Set<String> names = new HashSet<>();
    environment
        .properties()
        .forEach(
            field -> {
              if (field.getKey().equals("<<")) {
                names.addAll(merged(Repository.yaml("docker-compose.yml").path("x-settings")));
              } else {
                names.add(field.getKey());
              }
            });
    return names;
  }

  @Test
  void onlyTheGatewayIsPublished() {
    // When
    List<String> published =
        compose.path("services").properties().stream()
            .filter(service -> service.getValue().has("ports"))
            .filter(service -> !service.getValue().has("profiles"))
            .map(java.util.Map.Entry::getKey)
            .toList();

    // Then
    assertThat(published).containsExactly("gateway");
  }

  @Test
  void everyMountedFileIsThere() {
    compose
        .findValues("volumes")
        .forEach(
            volumes ->
                volumes.forEach(
                    volume -> {
                      String source = volume.asText().replaceFirst(":.*$", "");
                      if (source.startsWith("./")) {
                        assertThat(Files.exists(Repository.ROOT.resolve(source)))
                            .as(source)
                            .isTrue();
                      }
                    }));
  }

  @Test
  void everyVariableIsInTheExample() {
    // When
    Set<String> used =
        VARIABLE
            .matcher(Repository.read("docker-compose.yml"))
            .results()
            .map(match -> match.group(1))
            // The images of the profile "observability" are nobody's to choose.
            .filter(name -> !name.matches("(OTEL_COLLECTOR|JAEGER|PROMETHEUS|GRAFANA)_IMAGE"))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> shown =
        EXAMPLE
            .matcher(Repository.read(".env.example"))
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    // Then
    assertThat(shown).isEqualTo(used);
  }

  @Test
  void everySecretIsAFile() {
    // When
    List<String> named =
        compose.path("services").findValues("environment").stream()
            .flatMap(environment -> environment.properties().stream())
            .map(java.util.Map.Entry::getKey)
            .filter(name -> name.matches(".*(PASSWORD|SECRET|_KEY)(_FILE)?"))
            .toList();

    // Then
    assertThat(named).hasSizeGreaterThan(5).allMatch(name -> name.endsWith("_FILE"));
  }
}
