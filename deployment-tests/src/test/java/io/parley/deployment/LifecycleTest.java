package io.parley.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contracts.setting.Setting;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service's beginning and end: what it must be told, and how long it may take to leave. */
class LifecycleTest {
  /** From the end of the last step until the process is gone. */
  private static final Duration ROOM = Duration.ofSeconds(5);

  private static final String GATEWAY = "messaging-gateway";
  private static final String GATEWAY_CONFIG =
      GATEWAY + "/src/main/java/io/parley/gateway/config/GatewayConfig.java";

  @Test
  void everyVariableThatAServiceReadsHasItsForm() {
    // Given
    Set<String> read = new TreeSet<>();
    Repository.SERVICES.forEach(service -> read.addAll(Repository.variablesOf(service).keySet()));

    // When
    Set<String> settings =
        Arrays.stream(Setting.values()).map(Setting::name).collect(Collectors.toSet());

    // Then
    assertThat(settings).isEqualTo(read);
  }

  @Test
  void whatAServiceMissesAwayFromHomeIsWhatDeploymentsMustSay() {
    // Given
    Set<String> required = new TreeSet<>();
    Repository.SERVICES.forEach(service -> required.addAll(ServiceSettings.required(service)));

    // When
    Set<String> needed =
        Arrays.stream(Setting.values())
            .filter(setting -> setting.need() != Setting.Need.NEVER)
            .map(Setting::name)
            .collect(Collectors.toSet());

    // Then
    assertThat(needed).isEqualTo(required);
  }

  /** Else Kubernetes kills what is still finishing its work. */
  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void aPodMayTakeAsLongAsItsServiceNeedsToLeave(String name) {
    for (JsonNode deployment : Overlay.of(name).all("Deployment")) {
      String service = Overlay.serviceOf(deployment);
      if (!Repository.SERVICES.contains(service)) {
        continue;
      }
      // When
      Duration preStop =
          Duration.ofSeconds(
              Overlay.container(deployment).at("/lifecycle/preStop/sleep/seconds").asInt());
      Duration leaving = preStop.plus(delay(service)).plus(finishing(service));
      JsonNode patience = deployment.at("/spec/template/spec/terminationGracePeriodSeconds");

      // Then
      assertThat(preStop).as("%s: before the signal", service).isPositive();
      assertThat(leaving.plus(ROOM))
          .as("%s: terminationGracePeriodSeconds", service)
          .isLessThanOrEqualTo(Duration.ofSeconds(patience.asInt()));
    }
  }

  private static Duration delay(String service) {
    return seconds(Repository.variablesOf(service).get("PARLEY_SHUTDOWN_DELAY"));
  }

  private static Duration finishing(String service) {
    if (service.equals(GATEWAY)) {
      return gateways("spread").plus(gateways("finishSends")).plus(gateways("closeSockets"));
    }
    String properties = Repository.read(service + "/src/main/resources/application.properties");
    return seconds(found("quarkus\\.shutdown\\.timeout=(\\S+)", properties));
  }

  private static Duration gateways(String setting) {
    String config = Repository.read(GATEWAY_CONFIG);
    return seconds(found("@WithDefault\\(\"(\\w+)\"\\)\\s+Duration " + setting + "\\(", config));
  }

  private static String found(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }

  private static Duration seconds(String text) {
    return Duration.parse("PT" + text);
  }
}
