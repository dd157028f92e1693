package io.parley.deployment;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One of the folders below k8s/overlays, as Kustomize makes it. */
record Overlay(String name, List<JsonNode> resources) {
  private static final Map<String, Overlay> RENDERED = new HashMap<>();
  private static final Map<String, Map<String, String>> PLACES = new HashMap<>();

  static synchronized Overlay of(String name) {
    return RENDERED.computeIfAbsent(name, Overlay::render);
  }

  private static Overlay render(String name) {
    String folder = Repository.ROOT.resolve("k8s/overlays").resolve(name).toString();
    List<String> command =
        Stream.of(List.of("kubectl", "kustomize"), List.of("kustomize", "build"))
            .filter(tool -> isInstalled(tool.getFirst()))
            .findFirst()
            .orElse(List.of());
    assumeTrue(
        !command.isEmpty(),
        "Neither kubectl nor kustomize is installed: manifests were not checked");
    return new Overlay(
        name, Repository.documents(run(Stream.concat(command.stream(), Stream.of(folder)))));
  }

  private static boolean isInstalled(String tool) {
    return Pattern.compile(":")
        .splitAsStream(System.getenv("PATH"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }

  private static String run(Stream<String> command) {
    try {
      Process process =
          new ProcessBuilder(command.toList())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError("Kustomize failed, see above");
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  List<JsonNode> all(String... kinds) {
    Set<String> wanted = Set.of(kinds);
    return resources.stream().filter(r -> wanted.contains(r.path("kind").asText())).toList();
  }

  Optional<JsonNode> find(String kind, String name) {
    return all(kind).stream().filter(r -> nameOf(r).equals(name)).findFirst();
  }

  /** Where a resource is written, and what it is: how a failed check names it. */
  String placeOf(JsonNode resource) {
    String what = whatIs(resource);
    return PLACES.computeIfAbsent(name, Overlay::places).getOrDefault(what, "?") + ": " + what;
  }

  private static String whatIs(JsonNode resource) {
    return resource.path("kind").asText() + " " + nameOf(resource);
  }

  /** The files in which an overlay's resources are written: more than one where one is patched. */
  private static Map<String, String> places(String overlay) {
    Map<String, String> places = new HashMap<>();
    for (String folder : List.of("k8s/base", "k8s/overlays/" + overlay)) {
      for (Path file : Repository.files(folder, ".yaml")) {
        String path = Repository.ROOT.relativize(file).toString();
        Repository.documents(Repository.read(path))
            .forEach(each -> places.merge(whatIs(each), path, (one, two) -> one + " and " + two));
      }
    }
    return places;
  }

  /** A copy of all resources, to be changed. */
  Overlay copy() {
    return new Overlay(name, resources.stream().<JsonNode>map(JsonNode::deepCopy).toList());
  }

  static String nameOf(JsonNode resource) {
    return resource.at("/metadata/name").asText();
  }

  /** Deployments and Jobs. */
  List<JsonNode> workloads() {
    return all("Deployment", "Job");
  }

  /** What a workload's only container is told: its own variables, and those of its ConfigMaps. */
  Set<String> environmentOf(JsonNode workload) {
    Set<String> names = new HashSet<>();
    JsonNode container = container(workload);
    container.path("env").forEach(variable -> names.add(variable.path("name").asText()));
    container
        .path("envFrom")
        .forEach(
            from ->
                find("ConfigMap", from.at("/configMapRef/name").asText())
                    .ifPresent(map -> map.path("data").fieldNames().forEachRemaining(names::add)));
    return names;
  }

  static JsonNode container(JsonNode workload) {
    return workload.at("/spec/template/spec/containers/0");
  }

  /** The service whose image a workload runs: a migration is the service's own. */
  static String serviceOf(JsonNode workload) {
    String image = container(workload).path("image").asText();
    return image.replaceAll("^.*/", "").replaceAll(":.*$", "");
  }

  /**
   * Keys of the Secrets that there will be: those that somebody has to make, and those that
   * operators make of the resources here.
   */
  Map<String, Set<String>> secrets() {
    Map<String, Set<String>> secrets = new HashMap<>();
    for (JsonNode secret :
        Repository.documents(Repository.read("k8s/overlays/" + name + "/secrets.example.yaml"))) {
      Set<String> keys = new HashSet<>();
      secret.path("stringData").fieldNames().forEachRemaining(keys::add);
      secrets.put(nameOf(secret), keys);
    }
    // CloudNativePG, "Connecting from an application": NAME-app.
    all("Cluster")
        .forEach(
            cluster ->
                secrets.put(
                    nameOf(cluster) + "-app",
                    Set.of("host", "port", "dbname", "username", "password", "uri", "jdbc-uri")));
    return secrets;
  }

  /** The Services that there will be, with their ports. */
  Map<String, Set<Integer>> services() {
    Map<String, Set<Integer>> services = new HashMap<>();
    for (JsonNode service : all("Service")) {
      Set<Integer> ports = new HashSet<>();
      service.at("/spec/ports").forEach(port -> ports.add(port.path("port").asInt()));
      services.put(nameOf(service), ports);
    }
    all("Cluster").forEach(cluster -> services.put(nameOf(cluster) + "-rw", Set.of(5432)));
    all("Kafka").forEach(kafka -> services.put(nameOf(kafka) + "-kafka-bootstrap", Set.of(9092)));
    all("Keycloak")
        .forEach(
            keycloak ->
                services.put(
                    nameOf(keycloak) + "-service",
                    Set.of(keycloak.at("/spec/http/httpPort").asInt())));
    return services;
  }
}
