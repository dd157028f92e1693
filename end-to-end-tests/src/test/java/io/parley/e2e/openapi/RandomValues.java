package io.parley.e2e.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** JSON that fits a schema, and JSON that nearly does. The same seed gives the same values. */
final class RandomValues {
  /** Half a character can be written down as an escape only. */
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private static final int DEEPEST = 6;

  /** What breaks parsers, databases and renderers; each as JSON text. */
  private static final List<String> HOSTILE =
      List.of(
          "null",
          "true",
          "-1",
          "0",
          "1.5",
          "1e400",
          "99999999999999999999",
          "[]",
          "{}",
          "[null]",
          "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]",
          "{\"x\":{\"x\":{\"x\":null}}}",
          "\"\"",
          "\" \"",
          "\"\\u0000\"",
          "\"a\\u0000b\"",
          "\"\\ud83d\"",
          "\"\\udc00x\"",
          "\"\\u200b\\u2060\"",
          "\"\\ud83d\\udc68\\u200d\\ud83d\\udc69\"",
          "\"<script>alert(1)</script>\"",
          "\"../../etc/passwd\"",
          "\"'; DROP TABLE channel; --\"",
          "\"%00\"",
          "\"2026-13-45T99:99:99Z\"",
          "\"-999999999-01-01T00:00:00Z\"",
          "\"" + "x".repeat(100_000) + "\"");

  private final Random random;
  private final ApiDocument document;
  private final List<String> known;

  /**
   * @param known ids of things that exist, so that not all of it ends at "not found"
   */
  RandomValues(Random random, ApiDocument document, List<String> known) {
    this.random = random;
    this.document = document;
    this.known = known;
  }

  /** A value that fits. */
  JsonNode fitting(JsonNode schema) {
    return fitting(document.resolve(schema), DEEPEST);
  }

  /** A value of that shape with one thing wrong with it, or two. */
  JsonNode spoilt(JsonNode schema) {
    JsonNode value = fitting(schema);
    for (int i = random.nextInt(2); i >= 0; i--) {
      value = spoil(value);
    }
    return value;
  }

  /** A value as it is sent. */
  static String written(JsonNode value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A text for a path or a query. */
  String text(JsonNode schema) {
    return switch (random.nextInt(4)) {
      case 0, 1 -> pick(known);
      case 2 -> fitting(schema).asText();
      default -> {
        JsonNode hostile = hostile();
        String text = hostile.isTextual() ? hostile.asText() : hostile.toString();
        // An address is not that long, and the client does not send half a character.
        yield text.length() > 500 ? text.substring(0, 500) : text;
      }
    };
  }

  boolean once(int in) {
    return random.nextInt(in) == 0;
  }

  <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private JsonNode fitting(JsonNode schema, int depth) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    if (schema.has("enum")) {
      return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
    }
    for (String choice : List.of("oneOf", "anyOf", "allOf")) {
      if (schema.has(choice)) {
        JsonNode of = schema.get(choice).get(random.nextInt(schema.get(choice).size()));
        return fitting(document.resolve(of), depth);
      }
    }
    return switch (type(schema)) {
      case "object" -> object(schema, depth);
      case "array" -> {
        ArrayNode array = make.arrayNode();
        for (int i = depth == 0 ? 0 : random.nextInt(3); i > 0; i--) {
          array.add(fitting(document.resolve(schema.path("items")), depth - 1));
        }
        yield array;
      }
      case "integer" -> make.numberNode(schema.path("minimum").asLong(0) + random.nextInt(100));
      case "number" -> make.numberNode(random.nextDouble());
      case "boolean" -> make.booleanNode(random.nextBoolean());
      case "null" -> make.nullNode();
      default -> make.textNode(string(schema));
    };
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      if (required.contains(property.getKey()) || (depth > 0 && random.nextBoolean())) {
        object.set(property.getKey(), fitting(document.resolve(property.getValue()), depth - 1));
      }
    }
    return object;
  }

  private String string(JsonNode schema) {
    return switch (schema.path("format").asText()) {
      case "date" -> "2026-0" + (1 + random.nextInt(9)) + "-1" + random.nextInt(10);
      case "date-time" -> "2026-01-1" + random.nextInt(10) + "T00:00:00Z";
      case "uuid" -> new java.util.UUID(random.nextLong(), random.nextLong()).toString();
      default -> once(3) ? pick(known) : "made-up-" + random.nextInt(1_000_000);
    };
  }

  private static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    return type.isArray() ? type.get(0).asText() : type.asText();
  }

  private JsonNode spoil(JsonNode value) {
    if (value instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      if (names.isEmpty() || once(4)) {
        return object.set("no" + random.nextInt(1_000), hostile());
      }
      String name = pick(names);
      return switch (random.nextInt(3)) {
        case 0 -> {
          object.remove(name);
          yield object;
        }
        case 1 -> object.set(name, spoil(object.get(name)));
        default -> object.set(name, hostile());
      };
    }
    if (value instanceof ArrayNode array && !array.isEmpty()) {
      int place = random.nextInt(array.size());
      array.set(place, spoil(array.get(place)));
      return array;
    }
    return hostile();
  }

  private JsonNode hostile() {
    try {
      return JSON.readTree(pick(HOSTILE));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
