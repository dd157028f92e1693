package io.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contracts.limit.Limit;
import io.parley.contracts.limit.RateLimit;
import io.parley.contracts.problem.ProblemCode;
import io.parley.contracts.socket.ClientFrame;
import io.parley.contracts.socket.CloseCode;
import io.parley.contracts.socket.ServerFrame;
import io.parley.contracts.topic.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of docs/ repeat the code, so they are compared with it. */
class DocumentedTablesTest {

  @Test
  void problemCodesAreDocumented() {
    // Given
    List<String> expected =
        Arrays.stream(ProblemCode.values())
            .map(
                code ->
                    "| `%s` | %d | %s | %s |"
                        .formatted(
                            code.code(),
                            code.status(),
                            code.title(),
                            code.retryable()
                                ? "after " + code.retryAfter().toSeconds() + " s"
                                : "no"))
            .toList();

    // When
    List<String> documented = table("reference.md", "code");

    // Then
    assertThat(documented).isEqualTo(expected);
  }

  @Test
  void limitsAreDocumented() {
    // Given
    List<String> expected =
        Arrays.stream(Limit.values())
            .map(
                limit ->
                    "| `%s` | %s |"
                        .formatted(
                            limit.jsonName(), String.format(Locale.ROOT, "%,d", limit.value())))
            .toList();

    // When
    List<String> documented =
        table("reference.md", "limit").stream()
            .map(row -> row.replaceAll("^(\\|[^|]*\\|[^|]*\\|).*", "$1"))
            .toList();

    // Then
    assertThat(documented).isEqualTo(expected);
  }

  @Test
  void rateLimitsAreDocumented() {
    // Given
    List<String> expected =
        Arrays.stream(RateLimit.values())
            .map(
                limit ->
                    "| `%s` | %s | %s |"
                        .formatted(
                            limit.id(),
                            limit.rate(),
                            switch (limit.whenCrowded()) {
                              case LET_THROUGH -> "let through";
                              case REFUSE -> "refuse";
                            }))
            .toList();

    // When
    List<String> documented = table("reference.md", "rate limit");

    // Then
    assertThat(documented).isEqualTo(expected);
  }

  /** A setting is an environment variable that a service's application.properties names. */
  @Test
  void settingsAreDocumented() {
    // Given
    List<String> services = List.of("conversation", "gateway", "attachment", "analytics");
    Map<String, List<String>> users = new TreeMap<>();
    Pattern variable = Pattern.compile("\\$\\{((?:PARLEY|KAFKA|OTEL)_[A-Z_0-9]+)");
    for (String service : services) {
      String module = service.equals("gateway") ? "messaging-gateway" : service + "-service";
      Path settings =
          ContractFiles.DOCS.resolveSibling(module + "/src/main/resources/application.properties");
      variable
          .matcher(ContractFiles.read(settings))
          .results()
          .map(found -> found.group(1))
          .distinct()
          .forEach(name -> users.computeIfAbsent(name, added -> new ArrayList<>()).add(service));
    }
    List<String> expected =
        users.entrySet().stream()
            .map(
                used ->
                    "| `%s` | %s |"
                        .formatted(
                            used.getKey(),
                            used.getValue().equals(services)
                                ? "all"
                                : String.join(", ", used.getValue())))
            .toList();

    // When
    List<String> documented =
        table("reference.md", "setting").stream()
            .map(row -> row.replaceAll("^(\\|[^|]*\\|[^|]*\\|).*", "$1"))
            .toList();

    // Then
    assertThat(documented).isEqualTo(expected);
  }

  @Test
  void closeCodesAreDocumented() {
    // Given
    List<String> expected =
        Arrays.stream(CloseCode.values())
            .map(code -> "| %d | `%s` |".formatted(code.code(), code.reason()))
            .toList();

    // When
    List<String> documented =
        table("reference.md", "close code").stream()
            .map(row -> row.replaceAll("^(\\|[^|]*\\|[^|]*\\|).*", "$1"))
            .toList();

    // Then
    assertThat(documented).isEqualTo(expected);
  }

  @Test
  void topicsAreDocumented() {
    // Given
    List<String> expected =
        Arrays.stream(Topic.values())
            .map(
                topic ->
                    "| `%s` | %d | %s |"
                        .formatted(
                            topic.topicName(), topic.partitions(), spoken(topic.retention())))
            .toList();

    // When
    List<String> documented =
        table("events.md", "topic").stream()
            .map(row -> row.replaceAll("^(\\|[^|]*\\|[^|]*\\|[^|]*\\|).*", "$1"))
            .toList();

    // Then
    assertThat(documented).isEqualTo(expected);
  }

  @Test
  void framesAreDocumented() {
    // Given
    Set<String> expectedOfClient =
        new TreeSet<>(ContractFiles.subTypes(ClientFrame.class).keySet());
    Set<String> expectedOfServer =
        new TreeSet<>(ContractFiles.subTypes(ServerFrame.class).keySet());
    expectedOfServer.add("event");

    // When
    Set<String> ofClient = firstColumn(table("events.md", "from the client"));
    Set<String> ofServer = firstColumn(table("events.md", "from the server"));

    // Then
    assertThat(ofClient).isEqualTo(expectedOfClient);
    assertThat(ofServer).isEqualTo(expectedOfServer);
  }

  private static String spoken(Duration retention) {
    return retention.toDays() > 0
        ? retention.toDays() + " days"
        : retention.toMinutes() + " minutes";
  }

  /** The rows of the table whose first column has this heading. */
  private static List<String> table(String page, String heading) {
    return ContractFiles.read(ContractFiles.DOCS.resolve(page))
        .lines()
        .dropWhile(line -> !line.startsWith("| " + heading + " |"))
        .takeWhile(line -> line.startsWith("|"))
        .skip(2)
        .toList();
  }

  private static Set<String> firstColumn(List<String> rows) {
    Pattern name = Pattern.compile("`([^`]+)`");
    return rows.stream()
        .flatMap(row -> Stream.of(row.split("\\|", -1)[1]))
        .flatMap(cell -> name.matcher(cell).results().map(found -> found.group(1)))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
