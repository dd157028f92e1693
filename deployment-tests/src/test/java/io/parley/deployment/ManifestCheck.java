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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What has to be so of an overlay. Each check names the file, the resource and the field that is
 * wrong.
 */
enum ManifestCheck {
  /** Strictly typed: no field that Kubernetes or the operator does not know. */
  TYPES {
    @Override
    void of(Overlay overlay) {
      for (JsonNode resource : overlay.resources()) {
        String kind = resource.path("apiVersion").asText() + "/" + resource.path("kind").asText();
        Class<?> type = KINDS.get(kind);
        if (type != null) {
          assertThatCode(() -> STRICT.treeToValue(resource, type))
              .as(overlay.placeOf(resource))
              .doesNotThrowAnyException();
        } else {
          assertThat(schema(kind).validate(resource.toString(), InputFormat.JSON))
              .as(overlay.placeOf(resource))
              .isEmpty();
        }
      }
    }
  },

  /** Every Secret with its key, ConfigMap, volume, claim and account that something names. */
  REFERENCES {
    @Override
    void of(Overlay overlay) {
      Map<String, Set<String>> secrets = overlay.secrets();
      for (JsonNode resource : overlay.resources()) {
        String place = overlay.placeOf(resource);
        for (String field : List.of("secretKeyRef", "usernameSecret", "passwordSecret")) {
          for (JsonNode reference : resource.findValues(field)) {
            String secret = reference.path("name").asText();
            assertThat(secrets).as("%s, %s", place, field).containsKey(secret);
            assertThat(secrets.get(secret))
                .as("%s, %s %s", place, field, secret)
                .contains(reference.path("key").asText());
          }
        }
        for (JsonNode references : resource.findValues("certificateRefs")) {
          references.forEach(
              each ->
                  assertThat(secrets)
                      .as("%s, certificateRefs", place)
                      .containsKey(each.path("name").asText()));
        }
        for (String field : List.of("configMapRef", "configMap")) {
          for (JsonNode reference : resource.findValues(field)) {
            assertThere(overlay, "ConfigMap", reference.path("name"), place + ", " + field);
          }
        }
      }
      for (JsonNode workload : overlay.workloads()) {
        String place = overlay.placeOf(workload);
        JsonNode pod = workload.at("/spec/template/spec");
        if (pod.has("serviceAccountName")) {
          assertThere(
              overlay,
              "ServiceAccount",
              pod.path("serviceAccountName"),
              place + ", serviceAccountName");
        }
        for (JsonNode claim : pod.findValues("claimName")) {
          assertThere(overlay, "PersistentVolumeClaim", claim, place + ", claimName");
        }
        Set<String> volumes = new HashSet<>(pod.path("volumes").findValuesAsText("name"));
        Overlay.container(workload)
            .path("volumeMounts")
            .forEach(
                mount ->
                    assertThat(volumes)
                        .as("%s, volumeMounts", place)
                        .contains(mount.path("name").asText()));
      }
    }
  },

  /** Each service reads what it is told, and is told what it needs. */
  ENVIRONMENT {
    @Override
    void of(Overlay overlay) {
      for (JsonNode workload : overlay.workloads()) {
        String service = Overlay.serviceOf(workload);
        if (service.equals("web")) {
          continue;
        }
        String place = overlay.placeOf(workload);
        for (JsonNode variable : Overlay.container(workload).path("env")) {
          String name = variable.path("name").asText();
          assertThat(ServiceSettings.isRead(service, name))
              .as("%s, env: %s reads %s", place, service, name)
              .isTrue();
        }
        Set<String> required = new TreeSet<>(ServiceSettings.deployed(service));
        if (workload.path("kind").asText().equals("Job")) {
          required.removeIf(variable -> !variable.startsWith("PARLEY_DATABASE_"));
        }
        assertThat(overlay.environmentOf(workload)).as("%s, env", place).containsAll(required);
      }
      JsonNode settings = overlay.find("ConfigMap", "settings").orElseThrow();
      settings
          .path("data")
          .fieldNames()
          .forEachRemaining(
              variable ->
                  assertThat(Repository.SERVICES)
                      .as("%s, data: somebody reads %s", overlay.placeOf(settings), variable)
                      .anyMatch(service -> ServiceSettings.isRead(service, variable)));
    }
  },

  /** Each service knows among how many instances it shares the limits of rates, and no more. */
  INSTANCES {
    @Override
    void of(Overlay overlay) {
      Map<String, String> greatest = new HashMap<>();
      for (JsonNode scaler : overlay.all("HorizontalPodAutoscaler")) {
        greatest.put(
            scaler.at("/spec/scaleTargetRef/name").asText(),
            scaler.at("/spec/maxReplicas").asText());
      }
      for (JsonNode deployment : overlay.all("Deployment")) {
        String service = Overlay.serviceOf(deployment);
        if (Repository.SERVICES.contains(service)) {
          Map<String, String> told = new HashMap<>();
          for (JsonNode variable : Overlay.container(deployment).path("env")) {
            told.put(variable.path("name").asText(), variable.path("value").asText());
          }
          assertThat(told)
              .as("%s, env", overlay.placeOf(deployment))
              .containsEntry(
                  "PARLEY_INSTANCES",
                  greatest.getOrDefault(service, deployment.at("/spec/replicas").asText()));
        }
      }
    }
  },

  /** Routes and settings name Services and ports that there are. */
  ADDRESSES {
    @Override
    void of(Overlay overlay) {
      Map<String, Set<Integer>> services = overlay.services();
      for (JsonNode route : overlay.all("HTTPRoute")) {
        String place = overlay.placeOf(route);
        for (JsonNode parent : route.at("/spec/parentRefs")) {
          assertThere(overlay, "Gateway", parent.path("name"), place + ", parentRefs");
        }
        for (JsonNode backend : route.at("/spec/rules").findValues("backendRefs")) {
          backend.forEach(
              each -> {
                assertThat(services)
                    .as("%s, backendRefs", place)
                    .containsKey(each.path("name").asText());
                assertThat(services.get(each.path("name").asText()))
                    .as("%s, backendRefs %s", place, each)
                    .contains(each.path("port").asInt());
              });
        }
      }
      JsonNode settings = overlay.find("ConfigMap", "settings").orElseThrow();
      settings
          .path("data")
          .properties()
          .forEach(
              each ->
                  assertAddress(
                      services,
                      each.getValue().asText(),
                      overlay.placeOf(settings) + ", " + each.getKey()));
      for (JsonNode workload : overlay.workloads()) {
        for (JsonNode variable : Overlay.container(workload).path("env")) {
          assertAddress(
              services,
              variable.path("value").asText(),
              overlay.placeOf(workload) + ", " + variable.path("name").asText());
        }
      }
    }
  },

  /** Each selector finds pods, each port a container's, each probe a path that is served. */
  SELECTORS_AND_PROBES {
    @Override
    void of(Overlay overlay) {
      Map<String, JsonNode> deployments = new HashMap<>();
      for (JsonNode deployment : overlay.all("Deployment")) {
        deployments.put(
            deployment.at("/spec/template/metadata/labels" + NAME).asText(), deployment);
        assertThat(deployment.at("/spec/selector/matchLabels" + NAME))
            .as("%s, selector", overlay.placeOf(deployment))
            .isEqualTo(deployment.at("/spec/template/metadata/labels" + NAME));
        assertProbes(overlay, deployment);
      }
      for (JsonNode service : overlay.all("Service")) {
        String place = overlay.placeOf(service);
        String selected = service.at("/spec/selector" + NAME).asText();
        assertThat(deployments).as("%s, selector", place).containsKey(selected);
        assertThat(
                Overlay.container(deployments.get(selected)).path("ports").findValuesAsText("name"))
            .as("%s, targetPort", place)
            .containsAll(service.at("/spec/ports").findValuesAsText("targetPort"));
      }
      for (JsonNode budget : overlay.all("PodDisruptionBudget")) {
        assertThat(deployments)
            .as("%s, selector", overlay.placeOf(budget))
            .containsKey(budget.at("/spec/selector/matchLabels" + NAME).asText());
      }
      for (JsonNode scaler : overlay.all("HorizontalPodAutoscaler")) {
        assertThere(
            overlay,
            "Deployment",
            scaler.at("/spec/scaleTargetRef/name"),
            overlay.placeOf(scaler) + ", scaleTargetRef");
      }
      for (JsonNode monitor : overlay.all("ServiceMonitor")) {
        String place = overlay.placeOf(monitor);
        for (JsonNode value : monitor.at("/spec/selector/matchExpressions/0/values")) {
          assertThere(overlay, "Service", value, place + ", selector");
          JsonNode service = overlay.find("Service", value.asText()).orElseThrow();
          assertThat(service.at("/spec/ports").findValuesAsText("name"))
              .as("%s, port", place)
              .containsAll(monitor.at("/spec/endpoints").findValuesAsText("port"));
        }
      }
    }
  },

  /** No container runs as root, writes where it should not, or may grow without end. */
  LOCKED {
    @Override
    void of(Overlay overlay) {
      for (JsonNode workload : overlay.workloads()) {
        String place = overlay.placeOf(workload);
        JsonNode pod = workload.at("/spec/template/spec");
        JsonNode container = Overlay.container(workload);
        assertSet(place, pod, "/securityContext/runAsNonRoot", "true");
        assertSet(place, pod, "/automountServiceAccountToken", "false");
        assertSet(place, container, "/securityContext/readOnlyRootFilesystem", "true");
        assertSet(place, container, "/securityContext/allowPrivilegeEscalation", "false");
        assertSet(place, container, "/securityContext/capabilities/drop/0", "ALL");
        assertThat(container.at("/resources/limits/memory").asText())
            .as("%s, resources.limits.memory", place)
            .isNotEmpty();
        assertThat(container.path("image").asText())
            .as("%s, image", place)
            .doesNotEndWith(":latest")
            .contains(":");
      }
    }
  };

  private static final String NAME = "/app.kubernetes.io~1name";

  private static final List<String> PROBES =
      List.of("startupProbe", "readinessProbe", "livenessProbe");

  private static final Map<String, Class<?>> KINDS =
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

  /**
   * Fails unless it is so.
   *
   * @throws AssertionError with the file, the resource and the field
   */
  abstract void of(Overlay overlay);

  /** Of what operators define; src/test/resources/crd says where from. */
  private static Schema schema(String kind) {
    String file = "crd/" + kind.replace('/', '_') + ".json";
    var found = ManifestCheck.class.getClassLoader().getResourceAsStream(file);
    assertThat(found).as("Neither a type nor a schema is known of %s: %s", kind, file).isNotNull();
    return SCHEMAS.getSchema(found, InputFormat.JSON);
  }

  private static void assertThere(Overlay overlay, String kind, JsonNode name, String who) {
    assertThat(overlay.find(kind, name.asText()))
        .as("%s names %s %s", who, kind, name.asText())
        .isPresent();
  }

  /** A name without a dot is of this namespace. */
  private static void assertAddress(
      Map<String, Set<Integer>> services, String value, String place) {
    if (value.startsWith("http://")) {
      URI address = URI.create(value);
      if (!address.getHost().contains(".")) {
        assertThat(services).as(place).containsKey(address.getHost());
        assertThat(services.get(address.getHost())).as(place).contains(address.getPort());
      }
    }
  }

  private static void assertProbes(Overlay overlay, JsonNode deployment) {
    boolean web = Overlay.serviceOf(deployment).equals("web");
    for (String probe : PROBES) {
      JsonNode asked = Overlay.container(deployment).at("/" + probe + "/httpGet");
      if (web && asked.isMissingNode()) {
        continue;
      }
      String place = overlay.placeOf(deployment) + ", " + probe;
      String path =
          switch (probe) {
            case "startupProbe" -> "/q/health/started";
            case "readinessProbe" -> "/q/health/ready";
            default -> "/q/health/live";
          };
      assertThat(asked.path("path").asText())
          .as("%s, path", place)
          .isEqualTo(web ? "/health" : path);
      assertThat(Overlay.container(deployment).path("ports").findValuesAsText("name"))
          .as("%s, port", place)
          .contains(asked.path("port").asText());
    }
  }

  private static void assertSet(String place, JsonNode node, String field, String value) {
    assertThat(node.at(field).asText()).as("%s, %s", place, field).isEqualTo(value);
  }
}
