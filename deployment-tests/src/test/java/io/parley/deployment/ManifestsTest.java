package io.parley.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Kustomize makes of each overlay: strictly typed, and whole. */
class ManifestsTest {
  private static final Map<String, Class<?>> TYPES =
      Map.ofEntries(
          Map.entry("v1/ConfigMap", ConfigMap.class),
          Map.entry("v1/Namespace", Namespace.class),
          Map.entry("v1/PersistentVolumeClaim", PersistentVolumeClaim.class),
          Map.entry("v1/Service", Service.class),
          Map.entry("v1/ServiceAccount", ServiceAccount.class),
          Map.entry("apps/v1/Deployment", Deployment.class),
          Map.entry("batch/v1/Job", Job.class),
          Map.entry("autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
          Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
          Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
          Map.entry("gateway.networking.k8s.io/v1/Gateway", Gateway.class),
          Map.entry("gateway.networking.k8s.io/v1/HTTPRoute", HTTPRoute.class),
          Map.entry("monitoring.coreos.com/v1/ServiceMonitor", ServiceMonitor.class),
          Map.entry("monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class));

  /** Takes nothing that a type does not name: the models would keep it as "additional". */
  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .annotationIntrospector(
              new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                  return Boolean.FALSE;
                }
              })
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void everyResourceIsOfItsType(String name) {
    // Given
    Overlay overlay = Overlay.of(name);

    // Then
    for (JsonNode resource : overlay.resources()) {
      String kind = resource.path("apiVersion").asText() + "/" + resource.path("kind").asText();
      String what = kind + " " + Overlay.nameOf(resource);
      Class<?> type = TYPES.get(kind);
      if (type != null) {
        assertThatCode(() -> STRICT.treeToValue(resource, type))
            .as(what)
            .doesNotThrowAnyException();
      } else {
        assertThat(schema(kind).validate(resource.toString(), InputFormat.JSON)).as(what).isEmpty();
      }
    }
  }

  /** Of what operators define; src/test/resources/crd says where from. */
  private static Schema schema(String kind) {
    String file = "crd/" + kind.replace('/', '_') + ".json";
    var found = ManifestsTest.class.getClassLoader().getResourceAsStream(file);
    assertThat(found).as("Neither a type nor a schema is known of %s: %s", kind, file).isNotNull();
    return SCHEMAS.getSchema(found, InputFormat.JSON);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void everySecretAndConfigMapIsThere(String name) {
    // Given
    Overlay overlay = Overlay.of(name);
    Map<String, Set<String>> secrets = overlay.secrets();

    // Then
    for (JsonNode resource : overlay.resources()) {
      for (JsonNode reference : resource.findValues("secretKeyRef")) {
        assertSecret(resource, secrets, reference);
      }
      for (String field : List.of("usernameSecret", "passwordSecret")) {
        resource.findValues(field).forEach(r -> assertSecret(resource, secrets, r));
      }
      for (JsonNode references : resource.findValues("certificateRefs")) {
        references.forEach(r -> assertThat(secrets).containsKey(r.path("name").asText()));
      }
      for (JsonNode reference : resource.findValues("configMapRef")) {
        assertThat(overlay.find("ConfigMap", reference.path("name").asText())).isPresent();
      }
      for (JsonNode volume : resource.findValues("configMap")) {
        assertThat(overlay.find("ConfigMap", volume.path("name").asText()))
            .as("%s mounts %s", Overlay.nameOf(resource), volume)
            .isPresent();
      }
    }
    for (JsonNode workload : overlay.workloads()) {
      JsonNode pod = workload.at("/spec/template/spec");
      if (pod.has("serviceAccountName")) {
        assertThat(overlay.find("ServiceAccount", pod.path("serviceAccountName").asText()))
            .isPresent();
      }
      for (JsonNode claim : pod.findValues("claimName")) {
        assertThat(overlay.find("PersistentVolumeClaim", claim.asText())).isPresent();
      }
      Set<String> volumes = new HashSet<>(pod.path("volumes").findValuesAsText("name"));
      Overlay.container(workload)
          .path("volumeMounts")
          .forEach(mount -> assertThat(volumes).contains(mount.path("name").asText()));
    }
  }

  private static void assertSecret(
      JsonNode user, Map<String, Set<String>> secrets, JsonNode reference) {
    String secret = reference.path("name").asText();
    assertThat(secrets.getOrDefault(secret, Set.of()))
        .as("%s uses Secret %s", Overlay.nameOf(user), secret)
        .contains(reference.path("key").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void everyServiceReadsWhatItIsToldAndIsToldWhatItNeeds(String name) {
    // Given
    Overlay overlay = Overlay.of(name);

    // Then
    for (JsonNode workload : overlay.workloads()) {
      String service = Overlay.serviceOf(workload);
      if (service.equals("web")) {
        continue;
      }
      String what = Overlay.nameOf(workload);
      Overlay.container(workload)
          .path("env")
          .forEach(
              variable ->
                  assertThat(ServiceSettings.isRead(service, variable.path("name").asText()))
                      .as("%s reads %s", service, variable.path("name").asText())
                      .isTrue());
      assertThat(overlay.environmentOf(workload))
          .as("what %s is told", what)
          .containsAll(
              workload.path("kind").asText().equals("Job")
                  ? ServiceSettings.required(service).stream()
                      .filter(variable -> variable.startsWith("PARLEY_DATABASE_"))
                      .toList()
                  : ServiceSettings.required(service));
    }
    for (JsonNode map : overlay.all("ConfigMap")) {
      if (Overlay.nameOf(map).equals("settings")) {
        map.path("data")
            .fieldNames()
            .forEachRemaining(
                variable ->
                    assertThat(Repository.SERVICES)
                        .as("somebody reads %s", variable)
                        .anyMatch(service -> ServiceSettings.isRead(service, variable)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void everyAddressLeadsSomewhere(String name) {
    // Given
    Overlay overlay = Overlay.of(name);
    Map<String, Set<Integer>> services = overlay.services();

    // Then
    for (JsonNode route : overlay.all("HTTPRoute")) {
      for (JsonNode parent : route.at("/spec/parentRefs")) {
        assertThat(overlay.find("Gateway", parent.path("name").asText())).isPresent();
      }
      for (JsonNode rule : route.at("/spec/rules")) {
        rule.path("backendRefs")
            .forEach(
                backend ->
                    assertThat(services.get(backend.path("name").asText()))
                        .as("%s leads to %s", Overlay.nameOf(route), backend)
                        .contains(backend.path("port").asInt()));
      }
    }
    for (JsonNode value : overlay.find("ConfigMap", "settings").orElseThrow().path("data")) {
      assertAddress(services, value.asText());
    }
    for (JsonNode workload : overlay.workloads()) {
      Overlay.container(workload)
          .path("env")
          .forEach(variable -> assertAddress(services, variable.path("value").asText()));
    }
  }

  /** A name without a dot is of this namespace. */
  private static void assertAddress(Map<String, Set<Integer>> services, String value) {
    if (value.startsWith("http://")) {
      URI address = URI.create(value);
      if (!address.getHost().contains(".")) {
        assertThat(services).as(value).containsKey(address.getHost());
        assertThat(services.get(address.getHost())).as(value).contains(address.getPort());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void everySelectorFindsAndEveryProbeAsksForWhatIsThere(String name) {
    // Given
    Overlay overlay = Overlay.of(name);
    Map<String, JsonNode> deployments = new java.util.HashMap<>();
    overlay
        .all("Deployment")
        .forEach(
            d ->
                deployments.put(
                    d.at("/spec/template/metadata/labels/app.kubernetes.io~1name").asText(), d));

    // Then
    for (JsonNode service : overlay.all("Service")) {
      JsonNode pods =
          deployments.get(service.at("/spec/selector/app.kubernetes.io~1name").asText());
      assertThat(pods).as("pods of %s", Overlay.nameOf(service)).isNotNull();
      assertThat(Overlay.container(pods).path("ports").findValuesAsText("name"))
          .containsAll(service.at("/spec/ports").findValuesAsText("targetPort"));
    }
    for (JsonNode budget : overlay.all("PodDisruptionBudget")) {
      assertThat(deployments)
          .containsKey(budget.at("/spec/selector/matchLabels/app.kubernetes.io~1name").asText());
    }
    for (JsonNode scaler : overlay.all("HorizontalPodAutoscaler")) {
      assertThat(overlay.find("Deployment", scaler.at("/spec/scaleTargetRef/name").asText()))
          .isPresent();
    }
    for (JsonNode deployment : deployments.values()) {
      assertThat(deployment.at("/spec/selector/matchLabels/app.kubernetes.io~1name"))
          .isEqualTo(deployment.at("/spec/template/metadata/labels/app.kubernetes.io~1name"));
      List<String> expected =
          Overlay.serviceOf(deployment).equals("web")
              ? List.of("/health")
              : List.of("/q/health/live", "/q/health/ready", "/q/health/started");
      assertThat(
              StreamSupport.stream(deployment.findValues("httpGet").spliterator(), false)
                  .peek(probe -> assertThat(probe.path("port").asText()).isEqualTo("http"))
                  .map(probe -> probe.path("path").asText())
                  .distinct()
                  .sorted()
                  .toList())
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void everyContainerIsLocked(String name) {
    for (JsonNode workload : Overlay.of(name).workloads()) {
      JsonNode pod = workload.at("/spec/template/spec");
      JsonNode container = Overlay.container(workload);
      assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
      assertThat(pod.at("/automountServiceAccountToken").asBoolean(true)).isFalse();
      assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
      assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
          .isFalse();
      assertThat(container.at("/securityContext/capabilities/drop/0").asText()).isEqualTo("ALL");
      assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
      assertThat(container.path("image").asText()).doesNotEndWith(":latest").contains(":");
    }
  }
}
