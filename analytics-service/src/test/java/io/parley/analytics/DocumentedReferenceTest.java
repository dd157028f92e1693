package io.parley.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.analytics.ingest.IngestConfig;
import io.parley.analytics.log.LogConfig;
import io.parley.analytics.rebuild.RebuildConfig;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/reference.md says of this service what is so. */
@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class DocumentedReferenceTest {
  private static final Path REFERENCE = Path.of("../docs/reference.md");
  private static final Pattern SETTING =
      Pattern.compile(
          "^\\| `(parley\\.analytics\\.[a-z.-]+)` \\| (?:`([^`]*)` )?\\|.*", Pattern.MULTILINE);
  private static final Pattern METRIC =
      Pattern.compile("^\\| `(parley_analytics_[a-z_]+)` \\|.*", Pattern.MULTILINE);
  private static final Pattern MEASURED =
      Pattern.compile("^(parley_analytics_[a-z_]+)[ {].*", Pattern.MULTILINE);

  @Test
  void everySettingIsThereWithItsDefault() {
    // Given
    Map<String, String> settings = new TreeMap<>();
    for (Class<?> config : List.of(IngestConfig.class, LogConfig.class, RebuildConfig.class)) {
      for (Method setting : config.getMethods()) {
        WithDefault byDefault = setting.getAnnotation(WithDefault.class);
        settings.put(
            config.getAnnotation(ConfigMapping.class).prefix() + '.' + kebab(setting.getName()),
            byDefault == null ? "" : byDefault.value());
      }
    }

    // When
    Map<String, String> documented = new TreeMap<>();
    Matcher row = SETTING.matcher(reference());
    while (row.find()) {
      documented.put(row.group(1), row.group(2) == null ? "" : row.group(2));
    }

    // Then
    assertThat(documented).isEqualTo(settings);
  }

  @Test
  void everyMetricIsThere() {
    // Given a record that cannot be read: its counter begins with the first one
    Published.raw("conversation-opened", "k", new byte[] {'x'});

    // When, then
    await()
        .untilAsserted(
            () -> {
              String measured = RestAssured.get("/q/metrics").body().asString();
              assertThat(names(MEASURED, measured)).isEqualTo(names(METRIC, reference()));
            });
  }

  private static List<String> names(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .distinct()
        .sorted()
        .toList();
  }

  private static String kebab(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static String reference() {
    try {
      return Files.readString(REFERENCE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
