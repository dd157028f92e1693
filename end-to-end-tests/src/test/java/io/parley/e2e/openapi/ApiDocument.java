package io.parley.e2e.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What a service says that it takes and answers. */
public final class ApiDocument {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final JsonNode root;
  private final Map<String, Schema> compiled = new HashMap<>();

  ApiDocument(JsonNode root) {
    this.root = root;
  }

  /** One operation; {@code parameters} are those of the path and its own. */
  record Operation(
      String id, String method, String path, List<JsonNode> parameters, JsonNode node) {}

  List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : root.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        if (method.getKey().equals("parameters")) {
          continue;
        }
        List<JsonNode> parameters = new ArrayList<>();
        path.getValue().path("parameters").forEach(parameters::add);
        method.getValue().path("parameters").forEach(parameters::add);
        operations.add(
            new Operation(
                method.getValue().path("operationId").asText(),
                method.getKey().toUpperCase(java.util.Locale.ROOT),
                path.getKey(),
                parameters,
                method.getValue()));
      }
    }
    return operations;
  }

  /** The schema that is meant, itself or by its name. */
  JsonNode resolve(JsonNode schema) {
    JsonNode named = schema.get("$ref");
    return named == null ? schema : resolve(root.at(named.asText().substring(1)));
  }

  /** What is wrong with an answer; empty when it is as documented. */
  Optional<String> fault(Operation operation, int status, String mediaType, String body) {
    JsonNode documented = operation.node().path("responses").path(Integer.toString(status));
    if (documented.isMissingNode()) {
      return Optional.of("status " + status + " is not documented");
    }
    if (!documented.has("content")) {
      return body.isEmpty() ? Optional.empty() : Optional.of("a body where none is documented");
    }
    String type = mediaType.replaceAll(";.*", "");
    Optional<JsonNode> content = content(documented.get("content"), type);
    if (content.isEmpty()) {
      return Optional.of(status + " as " + type + " is not documented");
    }
    JsonNode schema = content.get().path("schema");
    if (!type.endsWith("json")) {
      return Optional.empty();
    }
    List<String> violations =
        compiled
            .computeIfAbsent(operation.id() + status + type, key -> compile(schema))
            .validate(body, InputFormat.JSON)
            .stream()
            .map(Object::toString)
            .toList();
    return violations.isEmpty() ? Optional.empty() : Optional.of(status + ": " + violations);
  }

  /** What is documented of a media type, by itself or by a range such as {@code image/*}. */
  private static Optional<JsonNode> content(JsonNode documented, String type) {
    return Stream.of(type, type.replaceAll("/.*", "/*"), "*/*")
        .map(documented::get)
        .filter(Objects::nonNull)
        .findFirst();
  }

  private Schema compile(JsonNode schema) {
    ObjectNode whole = JSON.createObjectNode();
    whole.setAll((ObjectNode) schema);
    whole.set("components", root.get("components"));
    return SCHEMAS.getSchema(whole);
  }
}
