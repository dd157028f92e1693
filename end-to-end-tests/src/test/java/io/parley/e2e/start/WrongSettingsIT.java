package io.parley.e2e.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A setting that is wrong or missing stops the start, and is named; each form has its unit test.
 */
class WrongSettingsIT {

  @ParameterizedTest(name = "{0} with {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "conversation-service | PARLEY_INSTANCES=two PARLEY_CHANNELS=demo:Demo:BOTH"
            + "| PARLEY_CHANNELS is 'demo:Demo:BOTH': write channels as id:name:ONE_WAY or"
            + " id:name:TWO_WAY, separated by commas;"
            + "PARLEY_INSTANCES is 'two': write a whole number from 1 to 1000",
        "conversation-service | PARLEY_ATTACHMENT_SERVICE_URL=attachments:8080"
            + "| PARLEY_ATTACHMENT_SERVICE_URL is 'attachments:8080': write addresses such as"
            + " http://host:8080, separated by commas",
        "messaging-gateway | PARLEY_EVENT_LOOPS=0"
            + "| PARLEY_EVENT_LOOPS is '0': write a whole number from 1 to 1024",
        "messaging-gateway | PARLEY_SHUTDOWN_DELAY=soon"
            + "| PARLEY_SHUTDOWN_DELAY is 'soon': write a duration such as 500ms, 2s or 10m",
        "attachment-service | PARLEY_ATTACHMENT_STORE=floppy"
            + "| PARLEY_ATTACHMENT_LINK_KEY is missing: write a secret of at least 32 characters;"
            + "PARLEY_ATTACHMENT_STORE is 'floppy': write filesystem or s3",
        "attachment-service | PARLEY_ATTACHMENT_LINK_KEY=short"
            + "| PARLEY_ATTACHMENT_LINK_KEY is not one that can be used: write a secret of at least"
            + " 32 characters",
        "analytics-service | PARLEY_DATABASE_PORT=70000"
            + "| PARLEY_DATABASE_PORT is '70000': write a whole number from 1 to 65535",
        "analytics-service | KAFKA_BOOTSTRAP_SERVERS=kafka"
            + "| KAFKA_BOOTSTRAP_SERVERS is 'kafka': write brokers such as kafka:9092, separated by"
            + " commas"
      })
  void stopsTheStartAndIsNamed(String service, String settings, String problems) {
    // Given
    Map<String, String> environment =
        Arrays.stream(settings.split(" ", -1))
            .map(setting -> setting.split("=", 2))
            .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));

    // When
    ServiceRun run = ServiceRun.of(service, environment);

    // Then
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.text())
        .isEqualTo(
            service
                + " does not start, because of its settings:\n  "
                + problems.replace(";", "\n  "));
  }
}
