package io.parley.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of this repository. */
final class Repository {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  static final List<String> SERVICES =
      List.of(
          "conversation-service", "messaging-gateway", "attachment-service", "analytics-service");

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{([A-Z][A-Z0-9_]+)(?::([^}]*))?\\}");

  private Repository() {}

  static String read(String path) {
    try {
      return Files.readString(ROOT.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode yaml(String path) {
    return documents(read(path)).getFirst();
  }

  /** The documents of a YAML text. */
  static List<JsonNode> documents(String yaml) {
    try (var values = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
      List<JsonNode> documents = new ArrayList<>();
      while (values.hasNext()) {
        documents.add(values.next());
      }
      return documents;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Path> files(String folder, String ending) {
    try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The environment variables that a service reads, with their defaults. Those of the profile for
   * developers are not among them.
   */
  static Map<String, String> variablesOf(String service) {
    Map<String, String> variables = new TreeMap<>();
    read(service + "/src/main/resources/application.properties")
        .lines()
        .filter(line -> !line.startsWith("#") && !line.startsWith("%dev"))
        .flatMap(line -> VARIABLE.matcher(line).results())
        .forEach(match -> variables.put(match.group(1), defaultOf(match)));
    return variables;
  }

  private static String defaultOf(MatchResult match) {
    return match.group(2) == null ? "" : match.group(2);
  }
}
