package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.e2e.client.Api;
import io.parley.e2e.client.ChatClient;
import io.parley.e2e.client.Handshake;
import io.parley.e2e.client.Socket;
import io.parley.e2e.stack.CaseCount;
import io.parley.e2e.stack.SharedStack;
import io.parley.e2e.stack.Stack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that cannot be meant: a problem with the stated code, with nothing stored and nothing
 * told of the inside.
 *
 * <p>In the bodies below ' stands for " and ID for an id that was never used.
 */
@ExtendWith({SharedStack.class, CaseCount.class})
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class BadRequestIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int STORM = 100;

  private final Stack stack;
  private final Api agent;

  BadRequestIT(Stack stack) {
    this.stack = stack;
    this.agent = Api.as(stack, stack.person("agent-1"));
  }

  static Stream<Arguments> badBodies() {
    return Stream.of(
        bad("empty", "", "malformed-request"),
        bad("no JSON", "hello", "malformed-request"),
        bad("cut off", "{'text':", "malformed-request"),
        bad("null", "null", "malformed-request"),
        bad("a list", "[]", "malformed-request"),
        bad("trailing tokens", message("'text':'x'") + " {}", "malformed-request"),
        bad("own sender", message("'text':'x','sender':{'id':'admin-1'}"), "malformed-request"),
        bad("own seq", message("'text':'x','seq':1"), "malformed-request"),
        bad("own time", message("'text':'x','sentAt':'2020-01-01T00:00:00Z'"), "malformed-request"),
        bad("a field twice", message("'text':'a','text':'b'"), "malformed-request"),
        bad("deep", message("'text':" + nested(1_000)), "malformed-request"),
        bad("deep in an unknown field", message("'x':" + nested(1_000)), "malformed-request"),
        bad("NUL", message("'text':'a\\u0000b'"), "malformed-request"),
        bad("lone surrogate", message("'text':'a\\ud83d'"), "malformed-request"),
        bad("text is a number", message("'text':1"), "malformed-request"),
        bad("text is an object", message("'text':{}"), "malformed-request"),
        bad("no id", "{'text':'x'}", "malformed-request"),
        bad("id with NUL", "{'clientMessageId':'a\\u0000','text':'x'}", "malformed-request"),
        bad(
            "id too long",
            "{'clientMessageId':'" + "x".repeat(65) + "','text':'x'}",
            "malformed-request"),
        bad("owner with NUL", message("'text':'x','takeOverFrom':'\\u0000'"), "malformed-request"),
        bad("empty text", message("'text':''"), "message-empty"),
        bad("zero width", message("'text':'\\u200b\\u2060\\ufeff'"), "message-empty"),
        bad("too long", message("'text':'" + "x".repeat(8_001) + "'"), "message-too-long"),
        bad("an attachment", message("'text':'x','attachmentIds':['a-1']"), "attachment-unknown"),
        bad("attachments with null", message("'attachmentIds':[null]"), "malformed-request"),
        bad(
            "more than a body may be",
            message("'text':'" + "x".repeat(3_000_000) + "'"),
            "payload-too-large"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badBodies")
  void aBadBodyIsRefusedAndNothingIsStored(String name, String body, String code) {
    // Given
    String id = openConversation();

    // When
    Api.Answer answer = agent.post("/api/conversations/" + id + "/messages", body);

    // Then
    assertProblem(
        answer,
        switch (code) {
          case "payload-too-large" -> 413;
          case "attachment-unknown" -> 422;
          default -> 400;
        },
        code);
    assertThat(events(id).get("lastSeq").asLong()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "-9223372036854775809", "1.5", "1e3", "ten", "%00"})
  void aLimitThatIsNoneIsRefused(String limit) {
    // Given
    String id = openConversation();

    // When
    Api.Answer list = agent.get("/api/channels/demo/conversations?limit=" + limit);
    Api.Answer log = agent.get("/api/conversations/" + id + "/events?limit=" + limit);

    // Then
    assertProblem(list, 400, "malformed-request");
    assertProblem(log, 400, "malformed-request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"201", "2147483648", "99999999999999999999999999"})
  void aHugeLimitIsCapped(String limit) {
    // Given: more than a page
    String id = openConversation();
    IntStream.range(0, 201)
        .mapToObj(
            i ->
                CompletableFuture.supplyAsync(
                    () -> agent.say(id, ChatClient.newId(), "Line " + i),
                    Thread::startVirtualThread))
        .toList()
        .forEach(CompletableFuture::join);

    // When
    Api.Answer list = agent.get("/api/channels/demo/conversations?limit=" + limit);
    Api.Answer log = agent.get("/api/conversations/" + id + "/events?after=0&limit=" + limit);

    // Then
    assertThat(list.status()).isEqualTo(200);
    assertThat(list.body().get("items").size()).isLessThanOrEqualTo(200);
    assertThat(log.status()).isEqualTo(200);
    assertThat(log.body().get("events").size()).isEqualTo(200);
    assertThat(log.body().get("lastSeq").asLong()).isEqualTo(204);
  }

  @Test
  void aCursorIsTakenAsItWasGivenOnly() {
    // Given
    openConversation();
    openConversation();
    String list = "/api/channels/demo/conversations?limit=1";
    String cursor = agent.get(list).body().get("nextCursor").asText();
    char other = cursor.charAt(12) == 'A' ? 'B' : 'A';
    String changed = cursor.substring(0, 12) + other + cursor.substring(13);

    // When
    List<Api.Answer> refused =
        Stream.of(changed, cursor.substring(1), "x", "%00", "-1", "A".repeat(3_000))
            .map(tampered -> agent.get(list + "&cursor=" + tampered))
            .toList();
    Api.Answer ofAnotherList = agent.get(list + "&status=UNANSWERED&cursor=" + cursor);
    Api.Answer asGiven = agent.get(list + "&cursor=" + cursor);

    // Then
    assertThat(refused).allSatisfy(answer -> assertProblem(answer, 400, "invalid-cursor"));
    assertProblem(ofAnotherList, 400, "invalid-cursor");
    assertThat(asGiven.status()).isEqualTo(200);
  }

  static Stream<Arguments> badRequests() {
    String list = "/api/channels/demo/conversations";
    String chat = "/api/channels/demo/chat";
    String json = "application/json";
    return Stream.of(
        Arguments.of("GET", "/api/nowhere", json, json, 404, "not-found"),
        Arguments.of("GET", "/api/channels/none/conversations", json, json, 404, "not-found"),
        Arguments.of("GET", "/api/conversations/none", json, json, 404, "not-found"),
        Arguments.of("GET", "/api/conversations/%00", json, json, 0, ""),
        Arguments.of("GET", list + "?status=NEW", json, json, 400, "malformed-request"),
        Arguments.of("GET", list + "?q=%00", json, json, 400, "malformed-request"),
        Arguments.of("GET", list + "?q=%ED%A0%80", json, json, 400, "malformed-request"),
        Arguments.of("GET", list + "?owner=%00", json, json, 400, "malformed-request"),
        Arguments.of("DELETE", "/api/channels/demo", json, json, 405, "method-not-allowed"),
        Arguments.of(
            "DELETE", "/api/conversations/none/messages", json, json, 405, "method-not-allowed"),
        Arguments.of("PUT", chat, "text/plain", json, 415, "unsupported-media-type"),
        Arguments.of("PUT", chat, "application/xml", json, 415, "unsupported-media-type"),
        Arguments.of("GET", list, json, "text/html", 406, "not-acceptable"),
        Arguments.of("GET", list, json, "application/xml", 406, "not-acceptable"));
  }

  @ParameterizedTest(name = "{0} {1} of {2} for {3}: {4}")
  @MethodSource("badRequests")
  void aBadRequestIsAProblem(
      String method, String path, String sent, String accepted, int status, String code)
      throws IOException, InterruptedException {
    // Given
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(stack.http() + path))
            .header("Authorization", "Bearer " + stack.person("admin-1").token())
            .header("Content-Type", sent)
            .header("Accept", accepted)
            .method(method, HttpRequest.BodyPublishers.ofString("{\"mode\":\"TWO_WAY\"}"))
            .build();

    // When
    HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());

    // Then
    if (status == 0) {
      // No such thing or no such path: both are true of it.
      assertThat(response.statusCode()).isIn(400, 404);
    } else {
      assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
      assertThat(response.body()).contains("\"code\":\"" + code + "\"");
    }
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(response.body())
        .doesNotContainPattern("[a-z]+\\.[a-z]+\\.[A-Za-z.]*[A-Z]|Exception|\\tat ");
  }

  @Test
  void aStormOfRetriesIsOneMessage() throws InterruptedException {
    // Given
    String conversation = openConversation();
    String id = ChatClient.newId();
    CountDownLatch start = new CountDownLatch(1);
    List<CompletableFuture<Api.Answer>> tries =
        IntStream.range(0, STORM)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          await(start);
                          return agent.say(conversation, id, "Once");
                        },
                        Thread::startVirtualThread))
            .toList();

    // When
    start.countDown();
    List<Api.Answer> answers = tries.stream().map(CompletableFuture::join).toList();

    // Then: everybody hears the same
    assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
    assertThat(answers.stream().map(Api.Answer::body).distinct().toList()).hasSize(1);
    assertThat(answers.getFirst().body().get("seq").asLong()).isEqualTo(4);

    // And: it is in the log once
    JsonNode page = events(conversation);
    assertThat(page.get("lastSeq").asLong()).isEqualTo(4);
    assertThat(
            page.get("events")
                .valueStream()
                .filter(event -> event.path("clientMessageId").asText().equals(id)))
        .hasSize(1);
  }

  private static Arguments bad(String name, String input, String code) {
    return Arguments.of(name, quoted(input), code);
  }

  private static String quoted(String text) {
    return text.replace('\'', '"').replace("ID", ChatClient.newId());
  }

  private static String message(String fields) {
    return "{'clientMessageId':'ID'," + fields + "}";
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  private String openConversation() {
    Handshake how = Handshake.of(stack.socket("follower"), stack.newFollower().token());
    try (Socket socket = Socket.open(how)) {
      String id = ChatClient.newId();
      socket.send(ChatClient.frame(id, "Hello?").toString());
      return socket.answer(id).get("conversationId").asText();
    }
  }

  private JsonNode events(String conversation) {
    return agent.get("/api/conversations/" + conversation + "/events").body();
  }

  private static void assertProblem(Api.Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.mediaType().orElse("")).startsWith("application/problem+json");
    assertThat(answer.body().get("type").asText()).isEqualTo("urn:parley:problem:" + code);
    assertThat(answer.body().get("status").asInt()).isEqualTo(status);
    assertTellsNothingOfTheInside(answer.body());
  }

  private static void assertTellsNothingOfTheInside(JsonNode said) {
    assertThat(said.toString()).doesNotContain("Exception", "io.parley", "java.", "jackson", "SQL");
  }

  private static void await(CountDownLatch start) {
    try {
      start.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
