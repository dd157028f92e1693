package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.e2e.client.Api;
import io.parley.e2e.client.ChatClient;
import io.parley.e2e.client.Handshake;
import io.parley.e2e.client.Socket;
import io.parley.e2e.identity.ForgedTokens;
import io.parley.e2e.stack.CaseCount;
import io.parley.e2e.stack.Person;
import io.parley.e2e.stack.SharedStack;
import io.parley.e2e.stack.Stack;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever has no part in a conversation learns nothing of it, by whichever door. */
@ExtendWith({SharedStack.class, CaseCount.class})
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StrangersIT {
  private final Stack stack;

  StrangersIT(Stack stack) {
    this.stack = stack;
  }

  // ---- tokens ---------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none",
        "garbage",
        "three dots",
        "alg none",
        "alg None",
        "signature left out",
        "claims changed",
        "HS256 with the public key",
        "HS256 with its PEM",
        "another key",
        "another key named by jwk",
        "another key named by jku",
        "unknown kid",
        "expired"
      })
  void aTokenThatIsNoneOpensNothing(String kind) throws GeneralSecurityException {
    // Given
    String token = ForgedTokens.like(stack, stack.person("admin-1"), kind);
    Api api = token == null ? Api.anonymous(stack) : Api.withToken(stack, token);
    String id = conversation(stack.newFollower());

    // When
    List<Api.Answer> answers =
        List.of(
            api.get("/api/channels/demo/conversations"),
            api.get("/api/conversations/" + id),
            api.get("/api/conversations/" + id + "/events"),
            api.say(id, ChatClient.newId(), "Let me in"),
            api.post("/api/conversations/" + id + "/finish", Api.object()),
            api.put("/api/channels/demo/chat", Api.object().put("mode", "ONE_WAY")));

    // Then
    assertThat(answers)
        .allSatisfy(
            answer -> {
              assertThat(answer.status()).isEqualTo(401);
              assertThat(answer.code()).isEqualTo("unauthenticated");
              assertThat(answer.headers().first("WWW-Authenticate")).isPresent();
            });
    for (String side : List.of("agent", "follower")) {
      assertThat(Socket.handshakeStatus(Handshake.of(stack.socket(side), token))).isEqualTo(401);
    }
    assertThat(lastSeq(id)).isEqualTo(2);
  }

  @Test
  void aTokenInTheAddressIsRefused() {
    // Given
    Person agent = stack.person("agent-1");
    URI withToken = URI.create(stack.socket("agent") + "?access_token=" + agent.token());
    String list = "/api/channels/demo/conversations?access_token=";

    // When
    int alone = Socket.handshakeStatus(Handshake.of(withToken, null));
    int besideAHeader = Socket.handshakeStatus(Handshake.of(withToken, agent.token()));
    Api.Answer rest = Api.anonymous(stack).get(list + agent.token());

    // Then
    assertThat(alone).isIn(400, 401);
    assertThat(besideAHeader).isEqualTo(400);
    assertThat(rest.status()).isEqualTo(401);
  }

  @Test
  void theWrongSideIsRefused() {
    // Given
    Person follower = stack.newFollower();
    Person agent = stack.person("agent-1");
    String id = conversation(follower);
    Api asFollower = Api.as(stack, follower);

    // When
    List<Api.Answer> answers =
        List.of(
            asFollower.get("/api/channels/demo/conversations"),
            asFollower.get("/api/conversations/" + id),
            asFollower.say(id, ChatClient.newId(), "I am an agent"),
            asFollower.post("/api/conversations/" + id + "/finish", Api.object()),
            asFollower.put("/api/channels/demo/chat", Api.object().put("mode", "ONE_WAY")),
            Api.as(stack, agent)
                .put("/api/channels/demo/chat", Api.object().put("mode", "ONE_WAY")));

    // Then
    assertThat(answers)
        .allSatisfy(
            answer -> {
              assertThat(answer.status()).isEqualTo(403);
              assertThat(answer.code()).isEqualTo("forbidden");
            });
    assertThat(Socket.handshakeStatus(Handshake.of(stack.socket("agent"), follower.token())))
        .isIn(401, 403);
    assertThat(Socket.handshakeStatus(Handshake.of(stack.socket("follower"), agent.token())))
        .isIn(401, 403);
    assertThat(lastSeq(id)).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "https://evil.example",
        "http://localhost",
        "http://localhost.evil.example"
      })
  void aForeignPageCannotConnect(String origin) {
    // Given
    Handshake how = Handshake.of(stack.socket("agent"), stack.person("agent-1").token());

    // When
    int foreign = Socket.handshakeStatus(how.with("Origin", origin));
    int own = Socket.handshakeStatus(how.with("Origin", stack.http().toString()));

    // Then
    assertThat(foreign).isEqualTo(403);
    assertThat(own).isEqualTo(101);
  }

  // ---- others' conversations ------------------------------------------------------------------

  @Test
  void anotherChannelsConversationDoesNotExist() {
    // Given
    String id = conversation(stack.newFollower());
    Api stranger = Api.as(stack, stack.person("agent-3"));

    // When
    List<Api.Answer> answers =
        List.of(
            stranger.get("/api/channels/demo/conversations"),
            stranger.get("/api/channels/demo/chat"),
            stranger.put("/api/channels/demo/chat", Api.object().put("mode", "ONE_WAY")),
            stranger.get("/api/channels/demo/followers?q=F"),
            stranger.get("/api/conversations/" + id),
            stranger.get("/api/conversations/" + id + "/events"),
            stranger.say(id, ChatClient.newId(), "Hello"),
            stranger.post("/api/conversations/" + id + "/finish", Api.object()));

    // Then
    assertThat(answers)
        .allSatisfy(
            answer -> {
              assertThat(answer.status()).isEqualTo(404);
              assertThat(answer.code()).isEqualTo("not-found");
            });
    assertThat(lastSeq(id)).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"follower", "agent"})
  void aStrangersSocketHearsAndSaysNothing(String side) {
    // Given
    String id = conversation(stack.newFollower());
    Person stranger = side.equals("agent") ? stack.person("agent-3") : stack.newFollower();
    try (Socket socket = Socket.open(Handshake.of(stack.socket(side), stranger.token()))) {
      socket.await("welcome");
      String draft = ChatClient.newId();

      // When
      socket.send(ChatClient.frame(draft, "Let me in").put("conversationId", id).toString());
      JsonNode sent = socket.answer(draft);
      var resume = Api.object().put("type", "resume");
      resume.putObject("positions").put(id, 0);
      socket.send(resume.toString());
      JsonNode resumed =
          socket.await(
              "refusal of the resume",
              frame ->
                  frame.path("type").asText().equals("error") && !frame.has("clientMessageId"));

      // Then
      assertThat(sent.get("type").asText()).isEqualTo("error");
      assertThat(sent.get("code").asText()).isEqualTo("not-found");
      assertThat(resumed.get("code").asText()).isEqualTo("not-found");
      assertThat(resumed.get("conversationId").asText()).isEqualTo(id);
      assertThat(socket.received())
          .noneMatch(
              frame ->
                  frame.path("type").asText().equals("event")
                      && frame.path("conversationId").asText().equals(id));
      assertThat(lastSeq(id)).isEqualTo(2);
    }
  }

  // ---- spellings of paths ---------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api;x/channels/demo/conversations",
        "/api/channels/demo;x=1/conversations",
        "/api/channels/demo/conversations;x",
        "/api/channels/demo/conversations/;x",
        "//api/channels/demo/conversations",
        "/api//channels/demo/conversations",
        "/api/channels/demo//conversations",
        "/api/channels/demo/conversations/",
        "/api/x/../channels/demo/conversations",
        "/api/x/%2e%2e/channels/demo/conversations",
        "/api/%2E/channels/demo/conversations",
        "/api%2fchannels%2fdemo%2fconversations",
        "/api/channels/demo/conversations%00",
        "/api/channels/demo/conversation%73",
        "/%61pi/channels/demo/conversations",
        "/API/channels/demo/conversations",
        "/api/../q/metrics",
        "/api/%2e%2e/q/metrics",
        "/api/..%2fq/metrics",
        "/api/..;/q/metrics",
        "/api/%2e%2e/internal/sends"
      })
  void noSpellingOfAPathOpensIt(String path) {
    // When
    Api.Answer answer = Api.anonymous(stack).get(path);

    // Then: a page of the web application is no secret, and no data
    if (answer.status() == 200) {
      assertThat(answer.mediaType().orElse("")).startsWith("text/html");
    }
    assertThat(answer.status()).isIn(200, 400, 401, 404);
    assertThat(answer.body().has("items")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ws/agent;x",
        "/ws;x/agent",
        "//ws/agent",
        "/ws//agent",
        "/ws/agent/",
        "/ws/x/%2e%2e/agent",
        "/ws/%61gent",
        "/ws/AGENT"
      })
  void noSpellingOfAPathOpensASocket(String path) {
    // Given
    URI address = URI.create("ws://localhost:" + stack.port() + path);

    // When
    int status = Socket.handshakeStatus(Handshake.of(address, null));

    // Then
    assertThat(status).isIn(400, 401, 404);
  }

  // ---- parts ----------------------------------------------------------------------------------

  private String conversation(Person follower) {
    try (ChatClient client = ChatClient.follower(stack, follower)) {
      return client.say("Hello?").join().get("conversationId").asText();
    }
  }

  private long lastSeq(String id) {
    return Api.as(stack, stack.person("agent-1"))
        .get("/api/conversations/" + id)
        .body()
        .get("lastSeq")
        .asLong();
  }
}
