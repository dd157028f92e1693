package io.parley.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.restassured.RestAssured;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Holds every answer that a test gets against the OpenAPI document that the service serves: the
 * status is one that the operation documents, and the body is valid, without a field too many.
 */
public final class OpenApiContract implements Filter {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private static JsonNode document;

  /** An operation of the document. */
  public record Operation(String method, String path, String id, JsonNode node) {
    boolean matches(String otherMethod, String otherPath) {
      String pattern = path.replaceAll("\\{[^}]+}", "[^/]+");
      return method.equals(otherMethod) && Pattern.matches(pattern, otherPath);
    }
  }

  /** All operations that the document describes. */
  public static List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    document()
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method ->
                            operations.add(
                                new Operation(
                                    method.getKey(),
                                    path.getKey(),
                                    method.getValue().path("operationId").asText(),
                                    method.getValue()))));
    // What a path names exactly comes before what a parameter may stand for.
    operations.sort(Comparator.comparing(operation -> operation.path().contains("{")));
    return operations;
  }

  /** The document. */
  public static synchronized JsonNode document() {
    if (document == null) {
      String json =
          RestAssured.given().get("/q/openapi?format=json").then().extract().body().asString();
      document = strict(parse(json));
    }
    return document;
  }

  @Override
  public Response filter(
      FilterableRequestSpecification request,
      FilterableResponseSpecification expected,
      FilterContext context) {
    Response response = context.next(request, expected);
    String method = request.getMethod().toLowerCase(Locale.ROOT);
    String path = URI.create(request.getURI()).getRawPath();
    operations().stream()
        .filter(operation -> operation.matches(method, path))
        .findFirst()
        .ifPresent(operation -> check(operation, response));
    return response;
  }

  private static void check(Operation operation, Response response) {
    String status = Integer.toString(response.statusCode());
    JsonNode documented = operation.node().path("responses").path(status);
    assertThat(documented.isMissingNode())
        .as("%s %s answered %s, which is not documented", operation.id(), operation.path(), status)
        .isFalse();
    if (response.statusCode() == 304) {
      assertThat(documented.has("content")).as("%s has a body", operation.id()).isFalse();
      assertThat(response.body().asString()).isEmpty();
      return;
    }
    if (documented.path("content").has("*/*")) {
      // Bytes of whatever type the file has.
      return;
    }
    String mediaType = response.contentType().replaceAll(";.*", "");
    Optional<JsonNode> schema =
        Optional.ofNullable(documented.path("content").path(mediaType).get("schema"));
    assertThat(schema)
        .as("%s answered %s as %s, which is not documented", operation.id(), status, mediaType)
        .isPresent();
    assertThat(validate(schema.get(), response.body().asString()))
        .as("%s %s against its schema: %s", operation.id(), status, response.body().asString())
        .isEmpty();
  }

  private static List<String> validate(JsonNode schema, String body) {
    ObjectNode root = JSON.createObjectNode();
    root.setAll((ObjectNode) schema);
    root.set("components", document().get("components"));
    Schema compiled = SCHEMAS.getSchema(root);
    return compiled.validate(body, InputFormat.JSON).stream().map(Object::toString).toList();
  }

  /** What is emitted has no field that the document does not name. */
  private static JsonNode strict(JsonNode document) {
    document
        .path("components")
        .path("schemas")
        .forEach(
            schema -> {
              if (schema.has("properties")) {
                ((ObjectNode) schema).put("additionalProperties", false);
              }
            });
    return document;
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The OpenAPI document is not JSON: " + json, e);
    }
  }
}
