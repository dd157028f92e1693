package io.parley.contracts.setting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsCheckTest {
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  private final SettingsCheck everything =
      new SettingsCheck(
          Arrays.stream(Setting.values())
              .map(setting -> "x=${" + setting.name() + ":}")
              .collect(Collectors.joining("\n")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PARLEY_DATABASE_PORT | 5432x | PARLEY_DATABASE_PORT is '5432x': write a whole number from 1 to 65535",
        "PARLEY_DATABASE_PORT | 70000 | PARLEY_DATABASE_PORT is '70000': write a whole number from 1 to 65535",
        "PARLEY_INSTANCES | 0 | PARLEY_INSTANCES is '0': write a whole number from 1 to 1000",
        "PARLEY_EVENT_LOOPS | two | PARLEY_EVENT_LOOPS is 'two': write a whole number from 1 to 1024",
        "PARLEY_ATTACHMENT_STORE | floppy | PARLEY_ATTACHMENT_STORE is 'floppy': write filesystem or s3",
        "PARLEY_DEMO_DATA | yes | PARLEY_DEMO_DATA is 'yes': write true or false",
        "PARLEY_SHUTDOWN_DELAY | soon | PARLEY_SHUTDOWN_DELAY is 'soon': write a duration such as 500ms, 2s or 10m",
        "PARLEY_CONVERSATION_SERVICE_URL | chat:8080 | PARLEY_CONVERSATION_SERVICE_URL is 'chat:8080': write addresses such as http://host:8080, separated by commas",
        "PARLEY_ATTACHMENT_SERVICE_URL | https://files:8443 | PARLEY_ATTACHMENT_SERVICE_URL is 'https://files:8443': write addresses such as http://host:8080, separated by commas",
        "PARLEY_ANALYTICS_SERVICE_URL | http://figures:8080/v1 | PARLEY_ANALYTICS_SERVICE_URL is 'http://figures:8080/v1': write addresses such as http://host:8080, separated by commas",
        "PARLEY_OIDC_AGENTS_ISSUER | id.example.com | PARLEY_OIDC_AGENTS_ISSUER is 'id.example.com': write an address such as http://host:8080",
        "PARLEY_ALLOWED_ORIGINS | https://a.example/x | PARLEY_ALLOWED_ORIGINS is 'https://a.example/x': write origins such as https://chat.example.com, separated by commas",
        "PARLEY_TRUSTED_PROXIES | 10.0.0.0/40 | PARLEY_TRUSTED_PROXIES is '10.0.0.0/40': write addresses or ranges such as 10.0.0.0/8, separated by commas",
        "PARLEY_CHANNELS | a:A:BOTH | PARLEY_CHANNELS is 'a:A:BOTH': write channels as id:name:ONE_WAY or id:name:TWO_WAY, separated by commas",
        "KAFKA_BOOTSTRAP_SERVERS | kafka | KAFKA_BOOTSTRAP_SERVERS is 'kafka': write brokers such as kafka:9092, separated by commas",
        "OTEL_TRACES_SAMPLER_ARG | 2 | OTEL_TRACES_SAMPLER_ARG is '2': write a number from 0 to 1",
        "PARLEY_ATTACHMENT_LINK_KEY | short | PARLEY_ATTACHMENT_LINK_KEY is not one that can be used: write a secret of at least 32 characters"
      })
  void aWrongValueIsToldWithItsNameAndWhatToWrite(String name, String value, String problem) {
    // When
    var problems = everything.problems(sound(Map.of(name, value)));

    // Then
    assertThat(problems).containsExactly(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PARLEY_DATABASE_PORT | 5432",
        "PARLEY_SHUTDOWN_DELAY | 20S",
        "PARLEY_SHUTDOWN_DELAY | PT1M30S",
        "PARLEY_SHUTDOWN_DELAY | 1m30s",
        "PARLEY_SHUTDOWN_DELAY | 500ms",
        "PARLEY_CONVERSATION_SERVICE_URL | http://127.0.0.1:8081,http://127.0.0.1:8090",
        "KAFKA_BOOTSTRAP_SERVERS | a:9092, [::1]:9093",
        "PARLEY_TRUSTED_PROXIES | 127.0.0.0/8,::1",
        "PARLEY_CHANNELS | demo:Demo:TWO_WAY,other:Other:ONE_WAY",
        "PARLEY_CHANNELS | ''"
      })
  void whatCanBeUsedIsNotTold(String name, String value) {
    // When
    var problems = everything.problems(sound(Map.of(name, value)));

    // Then
    assertThat(problems).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"container", "prod,container", "prod, container"})
  void inAContainerWhatFitsADevelopersMachineOnlyIsMissing(String profiles) {
    // When
    var problems = everything.problems(sound(Map.of("QUARKUS_PROFILE", profiles)));

    // Then
    assertThat(problems)
        .hasSize(
            (int)
                Arrays.stream(Setting.values())
                    .filter(setting -> setting.need() == Setting.Need.AWAY)
                    .count())
        .contains("PARLEY_DATABASE_HOST is missing: write a text")
        .contains("PARLEY_SERVICE_CLIENT_SECRET is missing: write a secret");
  }

  @Test
  void aMigrationNeedsNobodysAddressButItsDatabases() {
    // When
    var problems =
        everything.problems(
            sound(Map.of("QUARKUS_PROFILE", "prod,container", "QUARKUS_INIT_AND_EXIT", "true")));

    // Then
    assertThat(problems).hasSize(5).allMatch(problem -> problem.startsWith("PARLEY_DATABASE_"));
  }

  @Test
  void aServiceIsNotConcernedWithWhatItDoesNotRead() {
    // Given
    SettingsCheck gateway =
        new SettingsCheck(
            """
            # ${LIKE_THIS:x}
            a=${PARLEY_INSTANCES:1}
            %dev.b=${PARLEY_DATABASE_PORT:1}
            """);

    // When
    var problems = gateway.problems(Map.of("PARLEY_DATABASE_PORT", "x"));

    // Then
    assertThat(problems).isEmpty();
  }

  /** What is always needed, and more. */
  private static Map<String, String> sound(Map<String, String> more) {
    Map<String, String> environment = new TreeMap<>(Map.of("PARLEY_ATTACHMENT_LINK_KEY", KEY));
    environment.putAll(more);
    return environment;
  }
}
