package io.parley.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contracts.topic.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written down twice, or about the code, is the same as there. */
class DocumentsTest {
  private static final Pattern SETTING =
      Pattern.compile("^\\| `([A-Z][A-Z0-9_]+)` \\| ([a-z, ]+) \\|", Pattern.MULTILINE);
  private static final Pattern CLASS = Pattern.compile("`([a-z]+)\\.([A-Z][A-Za-z]+)`");
  private static final Pattern ARROW =
      Pattern.compile(
          "^\\| ([a-z]+-[a-z]+|API gateway|Prometheus) \\| ([^|]+) \\|", Pattern.MULTILINE);

  @Test
  void everySettingIsInTheReference() {
    // Given
    Map<String, Set<String>> read = new TreeMap<>();
    for (String service : Repository.SERVICES) {
      Repository.variablesOf(service)
          .keySet()
          .forEach(
              name -> read.computeIfAbsent(name, n -> new TreeSet<>()).add(shortName(service)));
    }
    // Of the port the text above the table speaks.
    read.remove("QUARKUS_HTTP_PORT");

    // When
    Map<String, Set<String>> documented = new TreeMap<>();
    SETTING
        .matcher(section("docs/reference.md", "## Settings"))
        .results()
        .forEach(row -> documented.put(row.group(1), services(row.group(2))));

    // Then
    assertThat(documented).isEqualTo(read);
  }

  private static String section(String page, String title) {
    String text = Repository.read(page);
    String fromHere = text.substring(text.indexOf(title + "\n"));
    return fromHere.substring(0, fromHere.indexOf("\n## ", 1));
  }

  private static Set<String> services(String cell) {
    Stream<String> named =
        cell.strip().equals("all")
            ? Repository.SERVICES.stream().map(DocumentsTest::shortName)
            : Pattern.compile(",").splitAsStream(cell).map(String::strip);
    return named.collect(Collectors.toCollection(TreeSet::new));
  }

  private static String shortName(String service) {
    return service.replace("-service", "").replace("messaging-", "");
  }

  @Test
  void everyClassOfTheArchitectureIsThere() {
    CLASS
        .matcher(Repository.read("docs/architecture.md"))
        .results()
        .forEach(
            named -> {
              String file = named.group(1) + "/" + named.group(2) + ".java";
              assertThat(Stream.concat(Repository.SERVICES.stream(), Stream.of("local-stack")))
                  .as("somebody has %s", file)
                  .anyMatch(module -> existsBelow(module + "/src/main/java", file));
            });
  }

  private static boolean existsBelow(String folder, String ending) {
    return Repository.files(folder, ".java").stream().anyMatch(f -> f.endsWith(Path.of(ending)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void networkPoliciesAreTheArrowsOfTheArchitecture(String name) {
    // Given
    Set<String> documented = new TreeSet<>();
    ARROW
        .matcher(section("docs/architecture.md", "## Who calls whom"))
        .results()
        .forEach(
            row ->
                Pattern.compile(",")
                    .splitAsStream(row.group(2))
                    .forEach(to -> documented.add(row.group(1) + " → " + to.strip())));

    // When
    Set<String> outgoing = new TreeSet<>();
    Set<String> incoming = new TreeSet<>();
    for (JsonNode policy : Overlay.of(name).all("NetworkPolicy")) {
      for (String self : selected(policy.at("/spec/podSelector"))) {
        if (self.endsWith("-migration")) {
          continue;
        }
        for (JsonNode rule : policy.at("/spec/egress")) {
          int port = rule.at("/ports/0/port").asInt();
          for (JsonNode peer : rule.path("to")) {
            if (port != 53) {
              outgoing.add(self + " → " + target(peer, port));
            }
          }
        }
        for (JsonNode rule : policy.at("/spec/ingress")) {
          for (JsonNode peer : rule.path("from")) {
            incoming.add(source(peer) + " → " + self);
          }
        }
      }
    }

    // Then both sides of what is between our own parts, and our side of the rest
    assertThat(outgoing)
        .containsExactlyElementsOf(
            documented.stream().filter(arrow -> !isFromOutside(arrow)).toList());
    assertThat(incoming)
        .containsExactlyElementsOf(
            documented.stream()
                .filter(arrow -> isFromOutside(arrow) || arrow.endsWith("-service"))
                .toList());
  }

  private static boolean isFromOutside(String arrow) {
    return arrow.startsWith("API gateway") || arrow.startsWith("Prometheus");
  }

  private static List<String> selected(JsonNode selector) {
    String one = selector.at("/matchLabels/app.kubernetes.io~1name").asText();
    if (!one.isEmpty()) {
      return List.of(one);
    }
    return selector.path("matchExpressions").findValues("values").stream()
        .flatMap(values -> Stream.iterate(0, i -> i < values.size(), i -> i + 1).map(values::get))
        .map(JsonNode::asText)
        .toList();
  }

  private static String target(JsonNode peer, int port) {
    String own = peer.at("/podSelector/matchLabels/app.kubernetes.io~1name").asText();
    return switch (port) {
      case 5432 -> "its database";
      case 9092 -> "Kafka";
      case 4317 -> "collector";
      default -> own.isEmpty() ? "issuer" : own;
    };
  }

  private static String source(JsonNode peer) {
    String own = peer.at("/podSelector/matchLabels/app.kubernetes.io~1name").asText();
    if (!own.isEmpty()) {
      return own;
    }
    return peer.at("/namespaceSelector/matchLabels/kubernetes.io~1metadata.name")
            .asText()
            .equals("monitoring")
        ? "Prometheus"
        : "API gateway";
  }

  @Test
  void topicsAreThoseOfTheContracts() {
    // Given
    Map<String, List<String>> known = new TreeMap<>();
    for (Topic topic : Topic.values()) {
      known.put(
          topic.topicName(), List.of("" + topic.partitions(), "" + topic.retention().toMillis()));
    }

    // When
    Map<String, List<String>> listed = new TreeMap<>();
    Repository.read("deploy/kafka/topics.txt")
        .lines()
        .filter(line -> !line.startsWith("#") && !line.contains("-dead-letter"))
        .map(line -> Pattern.compile(" ").splitAsStream(line).toList())
        .forEach(fields -> listed.put(fields.get(0), fields.subList(1, 3)));
    Map<String, List<String>> ofStrimzi = new TreeMap<>();
    for (JsonNode topic : Repository.documents(Repository.read("k8s/overlays/dev/kafka.yaml"))) {
      String name = Overlay.nameOf(topic);
      if (topic.path("kind").asText().equals("KafkaTopic") && !name.endsWith("-dead-letter")) {
        ofStrimzi.put(
            name,
            List.of(
                topic.at("/spec/partitions").asText(),
                topic.at("/spec/config/retention.ms").asText()));
      }
    }

    // Then
    assertThat(listed).isEqualTo(known);
    assertThat(ofStrimzi).isEqualTo(known);
  }

  @Test
  void alertsAreTheSameEverywhereAndEachHasItsRunbook() {
    // When
    JsonNode groups = Repository.yaml("deploy/observability/alerts.yaml").path("groups");
    Set<String> alerts = new TreeSet<>(groups.findValuesAsText("alert"));

    // Then
    assertThat(Repository.yaml("k8s/base/alerts.yaml").at("/spec/groups")).isEqualTo(groups);
    List<String> pages =
        Repository.files("docs/runbooks", ".md").stream()
            .map(file -> file.getFileName().toString().replace(".md", ""))
            .toList();
    assertThat(pages).containsExactlyElementsOf(alerts);
    groups
        .findValuesAsText("runbook")
        .forEach(page -> assertThat(Files.exists(Repository.ROOT.resolve(page))).isTrue());
  }
}
