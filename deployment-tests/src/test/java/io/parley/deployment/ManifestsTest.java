package io.parley.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What Kustomize makes of each overlay: strictly typed, and whole. */
class ManifestsTest {
  private static final String CONTAINER = "/spec/template/spec/containers/0";

  static Stream<Arguments> checks() {
    return Stream.of("dev", "production")
        .flatMap(
            overlay ->
                Arrays.stream(ManifestCheck.values()).map(check -> Arguments.of(overlay, check)));
  }

  @ParameterizedTest
  @MethodSource("checks")
  void everythingFits(String overlay, ManifestCheck check) {
    check.of(Overlay.of(overlay));
  }

  // ---- the checks themselves ------------------------------------------------------------------

  /** One way to break a manifest, and the field that the message of the check has to name. */
  enum Mistake {
    UNKNOWN_FIELD(ManifestCheck.TYPES, "Deployment", "web", "", "replica", "replica"),
    MISSPELT_FIELD_DEEP_DOWN(
        ManifestCheck.TYPES, "Deployment", "web", CONTAINER + "/resources", "limit", "limit"),
    UNKNOWN_FIELD_OF_AN_OPERATOR(
        ManifestCheck.TYPES, "Kafka", "parley", "/spec/kafka", "replicaz", "replicaz"),
    TEXT_FOR_A_NUMBER(
        ManifestCheck.TYPES,
        "Deployment",
        "web",
        CONTAINER + "/livenessProbe",
        "periodSeconds",
        "periodSeconds"),
    NO_SUCH_SECRET(
        ManifestCheck.REFERENCES,
        "Deployment",
        "conversation-service",
        CONTAINER + "/env/*/valueFrom/secretKeyRef",
        "name",
        "secretKeyRef"),
    NO_SUCH_KEY_IN_THE_SECRET(
        ManifestCheck.REFERENCES,
        "Deployment",
        "conversation-service",
        CONTAINER + "/env/*/valueFrom/secretKeyRef",
        "key",
        "service-clients"),
    NO_SUCH_CONFIG_MAP(
        ManifestCheck.REFERENCES,
        "Deployment",
        "analytics-service",
        CONTAINER + "/envFrom/0/configMapRef",
        "name",
        "configMapRef"),
    NO_SUCH_VOLUME(
        ManifestCheck.REFERENCES,
        "Deployment",
        "messaging-gateway",
        CONTAINER + "/volumeMounts/0",
        "name",
        "volumeMounts"),
    NO_SUCH_ACCOUNT(
        ManifestCheck.REFERENCES,
        "Deployment",
        "messaging-gateway",
        "/spec/template/spec",
        "serviceAccountName",
        "serviceAccountName"),
    NO_SUCH_CERTIFICATE(
        ManifestCheck.REFERENCES,
        "Gateway",
        "parley",
        "/spec/listeners/*/tls/certificateRefs/0",
        "name",
        "certificateRefs"),
    MISSPELT_VARIABLE(
        ManifestCheck.ENVIRONMENT,
        "Deployment",
        "attachment-service",
        CONTAINER + "/env/0",
        "name",
        "broken"),
    VARIABLE_THAT_NOBODY_READS(
        ManifestCheck.ENVIRONMENT, "ConfigMap", "settings", "/data", "BROKEN", "BROKEN"),
    MORE_REPLICAS_THAN_TOLD(
        ManifestCheck.INSTANCES,
        "Deployment",
        "analytics-service",
        "/spec",
        "replicas",
        "PARLEY_INSTANCES"),
    NO_SUCH_GATEWAY(
        ManifestCheck.ADDRESSES, "HTTPRoute", "*", "/spec/parentRefs/0", "name", "parentRefs"),
    ROUTE_TO_NOWHERE(
        ManifestCheck.ADDRESSES,
        "HTTPRoute",
        "*",
        "/spec/rules/0/backendRefs/0",
        "name",
        "backendRefs"),
    SELECTOR_THAT_FINDS_NOTHING(
        ManifestCheck.SELECTORS_AND_PROBES,
        "Service",
        "analytics-service",
        "/spec/selector",
        "app.kubernetes.io/name",
        "selector"),
    BUDGET_OF_NOTHING(
        ManifestCheck.SELECTORS_AND_PROBES,
        "PodDisruptionBudget",
        "web",
        "/spec/selector/matchLabels",
        "app.kubernetes.io/name",
        "selector"),
    WRONG_PORT_NAME(
        ManifestCheck.SELECTORS_AND_PROBES,
        "Service",
        "conversation-service",
        "/spec/ports/0",
        "targetPort",
        "targetPort"),
    PROBE_OF_NO_PORT(
        ManifestCheck.SELECTORS_AND_PROBES,
        "Deployment",
        "attachment-service",
        CONTAINER + "/livenessProbe/httpGet",
        "port",
        "livenessProbe"),
    PROBE_OF_NO_PATH(
        ManifestCheck.SELECTORS_AND_PROBES,
        "Deployment",
        "attachment-service",
        CONTAINER + "/readinessProbe/httpGet",
        "path",
        "readinessProbe"),
    SCALES_NOTHING(
        ManifestCheck.SELECTORS_AND_PROBES,
        "HorizontalPodAutoscaler",
        "messaging-gateway",
        "/spec/scaleTargetRef",
        "name",
        "scaleTargetRef"),
    MONITORS_NO_PORT(
        ManifestCheck.SELECTORS_AND_PROBES,
        "ServiceMonitor",
        "services",
        "/spec/endpoints/0",
        "port",
        "port"),
    WRITABLE_ROOT(
        ManifestCheck.LOCKED,
        "Deployment",
        "web",
        CONTAINER + "/securityContext",
        "readOnlyRootFilesystem",
        "readOnlyRootFilesystem"),
    IMAGE_WITHOUT_VERSION(
        ManifestCheck.LOCKED, "Deployment", "messaging-gateway", CONTAINER, "image", "image");

    private final ManifestCheck check;
    private final String kind;
    private final String resource;
    private final String where;
    private final String field;
    private final String says;

    Mistake(
        ManifestCheck check,
        String kind,
        String resource,
        String where,
        String field,
        String says) {
      this.check = check;
      this.kind = kind;
      this.resource = resource;
      this.where = where;
      this.field = field;
      this.says = says;
    }

    JsonNode madeIn(Overlay overlay) {
      JsonNode broken =
          overlay.all(kind).stream()
              .filter(each -> resource.equals("*") || Overlay.nameOf(each).equals(resource))
              .findFirst()
              .orElseThrow();
      int any = where.indexOf("/*/");
      JsonNode parent =
          any < 0
              ? broken.at(where)
              : first((ArrayNode) broken.at(where.substring(0, any)), where.substring(any + 2));
      ((ObjectNode) parent).put(field, "broken");
      return broken;
    }

    private static JsonNode first(ArrayNode elements, String where) {
      return elements
          .valueStream()
          .map(each -> each.at(where))
          .filter(each -> !each.isMissingNode())
          .findFirst()
          .orElseThrow();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMistakeIsNamedWithItsFileAndField(Mistake mistake) {
    // Given
    Overlay overlay = Overlay.of("dev").copy();
    JsonNode broken = mistake.madeIn(overlay);

    // Then
    assertThatThrownBy(() -> mistake.check.of(overlay))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(overlay.placeOf(broken))
        .hasMessageContaining(mistake.says);
    assertThat(overlay.placeOf(broken)).startsWith("k8s/").contains(".yaml");
  }

  @Test
  void whatIsLeftOutIsMissed() {
    // Given: a service that is no longer told where its database is
    Overlay overlay = Overlay.of("dev").copy();
    JsonNode service = overlay.find("Deployment", "conversation-service").orElseThrow();
    ArrayNode environment = (ArrayNode) Overlay.container(service).path("env");
    List<String> names = environment.findValuesAsText("name");
    environment.remove(names.indexOf("PARLEY_DATABASE_HOST"));

    // Then
    assertThatThrownBy(() -> ManifestCheck.ENVIRONMENT.of(overlay))
        .hasMessageContaining(overlay.placeOf(service))
        .hasMessageContaining("PARLEY_DATABASE_HOST");
  }
}
