package io.parley.e2e.observed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.e2e.stack.Parley;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The metrics that Grafana's dashboards, Prometheus' alerts and Kubernetes' scaling ask for. */
public final class Expressions {
  /** Our own, and those of the libraries that services bring along. */
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:parley|http|kafka|jvm|process)_[a-z_]+");

  /** An alert's expression is one line or more, each deeper than its key. */
  private static final Pattern EXPRESSION =
      Pattern.compile("^( +)expr: \\|-\\n((?:\\1 +.*\\n)+)", Pattern.MULTILINE);

  /** What a HorizontalPodAutoscaler counts in each pod. */
  private static final Pattern SCALED_BY = Pattern.compile("\\n +metric:\\n +name: (\\S+)\\n");

  private Expressions() {}

  public static Set<String> metrics() {
    Path folder = Parley.home().resolve("deploy/observability");
    try (Stream<Path> dashboards = Files.list(folder.resolve("grafana/dashboards"))) {
      Stream<String> shown =
          dashboards.flatMap(file -> dashboard(file).findValuesAsText("expr").stream());
      List<String> alerts =
          EXPRESSION
              .matcher(Files.readString(folder.resolve("alerts.yaml")))
              .results()
              .map(match -> match.group(2))
              .toList();
      Set<String> names = new TreeSet<>();
      Stream.concat(shown, alerts.stream())
          .flatMap(expression -> METRIC.matcher(expression).results())
          .forEach(match -> names.add(match.group()));
      names.addAll(scaledBy());
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> scaledBy() throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> manifests = Files.list(Parley.home().resolve("k8s/base"))) {
      for (Path manifest : manifests.toList()) {
        SCALED_BY
            .matcher(Files.readString(manifest))
            .results()
            .forEach(match -> names.add(match.group(1)));
      }
    }
    return names;
  }

  private static JsonNode dashboard(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
