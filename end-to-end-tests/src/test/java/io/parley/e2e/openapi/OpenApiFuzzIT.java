package io.parley.e2e.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.e2e.client.Api;
import io.parley.e2e.client.ChatClient;
import io.parley.e2e.client.Files;
import io.parley.e2e.openapi.ApiDocument.Operation;
import io.parley.e2e.stack.Person;
import io.parley.e2e.stack.SharedStack;
import io.parley.e2e.stack.Stack;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is sent to an operation, its answer is one that its document names, with a body that
 * fits, and never a fault of ours. The seed is printed; {@code -Dparley.fuzz.seed} tries another
 * one and {@code -Dparley.fuzz.requests} more.
 */
@ExtendWith(SharedStack.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class OpenApiFuzzIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final List<String> NO_JSON =
      List.of(
          "",
          "{",
          "[",
          "nothing",
          "{\"a\":1}{\"b\":2}",
          "[".repeat(5_000),
          "\"\\ud83d\"",
          "\u0000");

  private final Stack stack;
  private final long seed = Long.getLong("parley.fuzz.seed", 20_261_124L);
  private final int requests = Integer.getInteger("parley.fuzz.requests", 25);

  private Api admin;
  private JsonNode channel;
  private JsonNode catalogue;
  private Map<String, String> known;

  OpenApiFuzzIT(Stack stack) {
    this.stack = stack;
  }

  /** Only this channel is written to: its admin is the one caller who may change anything. */
  @BeforeEach
  void seeWhatTheOtherChannelIs() {
    admin = Api.as(stack, stack.person("agent-3"));
    channel = admin.get("/api/channels/other").body();
    catalogue = admin.get("/api/channels/other/engagements?limit=200").body().get("items");
  }

  @AfterEach
  void leaveItAsItWas() {
    admin.put("/api/channels/other/chat", Api.object().set("mode", channel.get("mode")));
    admin.put(
        "/api/channels/other",
        Api.object()
            .put("name", channel.get("name").asText())
            .put("description", channel.get("description").asText()));
    admin.put("/api/channels/other/engagements", Api.object().set("items", catalogue));
  }

  @ParameterizedTest
  @ValueSource(strings = {"conversation-service", "attachment-service", "analytics-service"})
  void everyAnswerIsOneThatTheDocumentNames(String service) throws Exception {
    // Given
    Random random = new Random(seed);
    ApiDocument document = document(service);
    known = known();
    RandomValues values =
        new RandomValues(random, document, List.copyOf(new TreeSet<>(known.values())));
    List<String> faults = new ArrayList<>();

    // When
    int sent = 0;
    int accepted = 0;
    for (Operation operation : document.operations()) {
      for (int i = 0; i < requests; i++) {
        HttpRequest request = request(operation, values);
        HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        sent++;
        accepted += answer.statusCode() < 300 ? 1 : 0;
        fault(document, operation, answer)
            .ifPresent(
                fault ->
                    faults.add(
                        "%s %s %s: %s"
                            .formatted(operation.id(), request.method(), request.uri(), fault)));
      }
    }

    // Then
    System.out.printf(
        "%s: %d requests of seed %d for %d operations, %d of them accepted%n",
        service, sent, seed, document.operations().size(), accepted);
    assertThat(faults).isEmpty();
    assertThat(accepted).isPositive();
  }

  private static Optional<String> fault(
      ApiDocument document, Operation operation, HttpResponse<String> answer) {
    if (answer.statusCode() >= 500) {
      return Optional.of(answer.statusCode() + " " + answer.body());
    }
    return document.fault(
        operation,
        answer.statusCode(),
        answer.headers().firstValue("Content-Type").orElse(""),
        answer.body());
  }

  private HttpRequest request(Operation operation, RandomValues values) {
    StringBuilder path = new StringBuilder(operation.path());
    StringBuilder query = new StringBuilder();
    for (JsonNode parameter : operation.parameters()) {
      String name = parameter.get("name").asText();
      switch (parameter.get("in").asText()) {
        case "path" -> {
          String value = parameterValue(name, parameter, values);
          int at = path.indexOf("{" + name + "}");
          path.replace(at, at + name.length() + 2, segment(value));
        }
        case "query" -> {
          int oneIn = known.containsKey(name) ? 3 : 6;
          if (parameter.path("required").asBoolean() ? !values.once(5) : values.once(oneIn)) {
            query
                .append('&')
                .append(name)
                .append('=')
                .append(encode(parameterValue(name, parameter, values)));
          }
        }
        default -> {
          // Headers are the client's.
        }
      }
    }
    String uri = path + (query.isEmpty() ? "" : "?" + query.substring(1));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(stack.http() + uri)).timeout(Duration.ofSeconds(30));
    boolean reads = operation.method().equals("GET") || operation.method().equals("HEAD");
    String caller =
        values.pick(
            reads
                ? List.of("agent-3", "agent-3", "admin-1", "agent-1", "follower", "nobody")
                : List.of("agent-3", "agent-3", "agent-3", "agent-1", "follower", "nobody"));
    if (!caller.equals("nobody")) {
      Person person =
          caller.equals("follower") ? stack.person("other-follower-1") : stack.person(caller);
      request.header("Authorization", "Bearer " + person.token());
    }
    JsonNode content = operation.node().path("requestBody").path("content");
    if (content.isMissingNode()) {
      return request.method(operation.method(), HttpRequest.BodyPublishers.noBody()).build();
    }
    return request
        .header("Content-Type", values.once(15) ? "text/plain" : content.fieldNames().next())
        .method(operation.method(), HttpRequest.BodyPublishers.ofString(body(content, values)))
        .build();
  }

  /** Mostly something that exists or makes sense. */
  private String parameterValue(String name, JsonNode parameter, RandomValues values) {
    return known.containsKey(name) && !values.once(5)
        ? known.get(name)
        : values.text(parameter.path("schema"));
  }

  private static String body(JsonNode content, RandomValues values) {
    JsonNode schema = content.elements().next().path("schema");
    if (values.once(8)) {
      return values.pick(NO_JSON);
    }
    return RandomValues.written(values.once(2) ? values.fitting(schema) : values.spoilt(schema));
  }

  /** Empty and dot segments would be another path. */
  private static String segment(String value) {
    String encoded = encode(value);
    return encoded.isEmpty() || encoded.matches("\\.{1,2}|.*(%2F|%5C|%3B|%00).*")
        ? "none"
        : encoded;
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private ApiDocument document(String service) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(stack.http() + "/openapi/" + service))
                .header("Accept", "application/json")
                .build(),
            HttpResponse.BodyHandlers.ofString());
    return new ApiDocument(JSON.readTree(answer.body()));
  }

  /** A thread of the other channel with a message, and what else can be named, by parameter. */
  private Map<String, String> known() {
    admin.put("/api/channels/other/chat", Api.object().put("mode", "TWO_WAY"));
    Person follower = stack.person("other-follower-1");
    String conversation;
    try (ChatClient client = ChatClient.follower(stack, follower)) {
      conversation = client.say("Hello?").join().get("conversationId").asText();
    }
    ObjectNode reply =
        Api.object()
            .put("shortcut", ChatClient.newId().replaceAll("[^a-z0-9]", ""))
            .put("text", "x");
    JsonNode stored = admin.post("/api/channels/other/canned-replies", reply).body();
    JsonNode file = Files.upload(stack, follower, "photo.png", "").body();
    return Map.ofEntries(
        Map.entry("channelId", "other"),
        Map.entry("conversationId", conversation),
        Map.entry("followerId", follower.name()),
        Map.entry("agentId", "agent-3"),
        Map.entry("replyId", stored.path("id").asText()),
        Map.entry("attachmentId", file.path("id").asText()),
        Map.entry("engagementId", "made-up-1"),
        Map.entry("seq", "2"),
        Map.entry("status", "UNANSWERED"),
        Map.entry("owner", "agent-3"),
        Map.entry("limit", "10"),
        Map.entry("after", "0"),
        Map.entry("q", "Hello"),
        Map.entry("from", "2026-03-02"),
        Map.entry("to", "2026-03-03"),
        Map.entry("zone", "UTC"));
  }
}
