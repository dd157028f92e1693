package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.e2e.client.Api;
import io.parley.e2e.client.ChatClient;
import io.parley.e2e.client.Handshake;
import io.parley.e2e.client.Socket;
import io.parley.e2e.stack.CaseCount;
import io.parley.e2e.stack.Person;
import io.parley.e2e.stack.SharedStack;
import io.parley.e2e.stack.Stack;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Frames that cannot be meant: refused by the stated code, with nothing stored, and never a reason
 * to fail for the sender's next, valid word; or the end of the socket, where that is stated.
 *
 * <p>In the frames below ' stands for " and ID for an id that was never used.
 */
@ExtendWith({SharedStack.class, CaseCount.class})
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class BadInputIT {
  private static final int FRAME_BYTES = 65_536;
  private static final int MORE_THAN_A_BURST = 20_000;

  private final Stack stack;
  private final Api agent;

  BadInputIT(Stack stack) {
    this.stack = stack;
    this.agent = Api.as(stack, stack.person("agent-1"));
  }

  static Stream<Arguments> badFrames() {
    return Stream.of(
        bad("empty", "", "malformed-frame"),
        bad("no JSON", "hello", "malformed-frame"),
        bad("cut off", "{'type':'send'", "malformed-frame"),
        bad("null", "null", "malformed-frame"),
        bad("a list", "[]", "malformed-frame"),
        bad("a number", "7", "malformed-frame"),
        bad("two frames in one", send("'text':'x'") + send("'text':'x'"), "malformed-frame"),
        bad("no type", "{'clientMessageId':'ID','text':'x'}", "malformed-frame"),
        bad("unknown type", "{'type':'shout','text':'x'}", "malformed-frame"),
        bad("a class as type", "{'type':'java.lang.Object'}", "malformed-frame"),
        bad("a server's type", "{'type':'ack','clientMessageId':'ID','seq':1}", "malformed-frame"),
        bad("type is no text", "{'type':1}", "malformed-frame"),
        bad(
            "own sender",
            send("'text':'x','sender':{'role':'AGENT','id':'agent-1'}"),
            "malformed-frame"),
        bad("own seq", send("'text':'x','seq':1"), "malformed-frame"),
        bad("own time", send("'text':'x','sentAt':'2020-01-01T00:00:00Z'"), "malformed-frame"),
        bad("a field twice", send("'text':'a','text':'b'"), "malformed-frame"),
        bad("deep", send("'text':" + "[".repeat(20_000)), "malformed-frame"),
        bad("deep in an unknown field", send("'x':" + nested(1_000)), "malformed-frame"),
        bad("NUL", send("'text':'a\\u0000b'"), "malformed-frame"),
        bad("lone high surrogate", send("'text':'a\\ud83d'"), "malformed-frame"),
        bad("lone low surrogate", send("'text':'\\ude00 b'"), "malformed-frame"),
        bad("surrogates turned round", send("'text':'\\ude00\\ud83d'"), "malformed-frame"),
        bad("bare control character", send("'text':'a\u0001b'"), "malformed-frame"),
        bad("text is a number", send("'text':1"), "malformed-frame"),
        bad("text is a boolean", send("'text':true"), "malformed-frame"),
        bad("text is a list", send("'text':['x']"), "malformed-frame"),
        bad("text is an object", send("'text':{'x':1}"), "malformed-frame"),
        bad("no clientMessageId", "{'type':'send','text':'x'}", "malformed-frame"),
        bad("empty id", "{'type':'send','clientMessageId':'','text':'x'}", "malformed-frame"),
        bad("id is a number", "{'type':'send','clientMessageId':7,'text':'x'}", "malformed-frame"),
        bad(
            "id with a blank",
            "{'type':'send','clientMessageId':'a b','text':'x'}",
            "malformed-frame"),
        bad(
            "id too long",
            "{'type':'send','clientMessageId':'" + "x".repeat(65) + "','text':'x'}",
            "malformed-frame"),
        bad(
            "conversation of no shape",
            send("'text':'x','conversationId':'../1'"),
            "malformed-frame"),
        bad("conversation that is none", send("'text':'x','conversationId':'none'"), "not-found"),
        bad("channel that is none", send("'text':'x','channelId':'none'"), "not-found"),
        bad("no text", send("'text':null"), "message-empty"),
        bad("empty text", send("'text':''"), "message-empty"),
        bad("blanks", send("'text':' \\t\\n\\u00a0\\u3000'"), "message-empty"),
        bad(
            "zero width",
            send("'text':'\\u200b\\u200c\\u200d\\u2060\\ufeff\\u00ad'"),
            "message-empty"),
        bad("drawn as nothing", send("'text':'\\u3164\\u2800\\ufe0f'"), "message-empty"),
        bad("too long", send("'text':'" + "x".repeat(8_001) + "'"), "message-too-long"),
        bad("an attachment", send("'text':'x','attachmentIds':['a-1']"), "attachment-unknown"),
        bad(
            "attachments of no shape",
            send("'text':'x','attachmentIds':[null]"),
            "malformed-frame"),
        bad("attachments are text", send("'text':'x','attachmentIds':'a-1'"), "malformed-frame"),
        bad("resume from nowhere", "{'type':'resume'}", "malformed-frame"),
        bad("resume before the start", "{'type':'resume','after':-1}", "malformed-frame"),
        bad("resume by text", "{'type':'resume','after':'1'}", "malformed-frame"),
        bad("resume in halves", "{'type':'resume','after':1.5}", "malformed-frame"),
        bad(
            "resume past all numbers",
            "{'type':'resume','after':99999999999999999999}",
            "malformed-frame"),
        bad("read nothing", "{'type':'read','seq':0}", "malformed-frame"),
        bad("no token", "{'type':'authenticate'}", "malformed-frame"),
        bad("not a token", "{'type':'authenticate','token':'x'}", "unauthenticated"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badFrames")
  void aBadFrameIsRefusedAndTheConnectionLivesOn(String name, String frame, String code) {
    // Given
    try (Socket socket = follower(stack.newFollower())) {
      socket.await("welcome");

      // When
      socket.send(frame);

      // Then
      JsonNode refusal = socket.await("error");
      assertThat(refusal.path("code").asText()).isEqualTo(code);
      assertThat(refusal.get("retryable").asBoolean()).isFalse();
      assertTellsNothingOfTheInside(refusal);

      // And: the next one is stored, as the first
      String id = ChatClient.newId();
      socket.send(ChatClient.frame(id, "Hello?").toString());
      JsonNode ack = socket.answer(id);
      assertThat(ack.get("type").asText()).isEqualTo("ack");
      assertThat(ack.get("seq").asLong()).isEqualTo(2);
    }
  }

  @Test
  void anIdIsForOneMessageOnly() {
    // Given
    try (Socket socket = follower(stack.newFollower())) {
      String id = ChatClient.newId();
      socket.send(ChatClient.frame(id, "One thing").toString());
      JsonNode ack = socket.answer(id);

      // When
      socket.send(ChatClient.frame(id, "Another thing").toString());

      // Then
      JsonNode refusal = socket.await("error");
      assertThat(refusal.get("code").asText()).isEqualTo("message-id-reused");
      assertThat(refusal.get("clientMessageId").asText()).isEqualTo(id);
      JsonNode page = events(ack.get("conversationId").asText());
      assertThat(page.get("lastSeq").asLong()).isEqualTo(2);
      assertThat(page.at("/events/1/text").asText()).isEqualTo("One thing");
    }
  }

  @Test
  void aMessageThatIsTooLargeClosesTheSocket() {
    // Given
    try (Socket socket = follower(stack.newFollower())) {
      socket.await("welcome");

      // When
      socket.send(quoted(send("'text':'" + "x".repeat(FRAME_BYTES) + "'")));

      // Then
      assertThat(socket.awaitClose()).isEqualTo(1009);
    }
  }

  @Test
  void fragmentsAreCountedTogether() {
    // Given
    try (Socket socket = follower(stack.newFollower())) {
      socket.await("welcome");
      List<String> fragments =
          IntStream.range(0, 70).mapToObj(i -> "x".repeat(FRAME_BYTES / 64)).toList();

      // When
      socket.sendFragments(fragments);

      // Then
      assertThat(socket.awaitClose()).isEqualTo(1009);
    }
  }

  @Test
  void fragmentsOfAValidMessageAreOneMessage() {
    // Given
    try (Socket socket = follower(stack.newFollower())) {
      String id = ChatClient.newId();
      String frame = ChatClient.frame(id, "In pieces").toString();

      // When
      socket.sendFragments(frame.codePoints().mapToObj(Character::toString).toList());

      // Then
      assertThat(socket.answer(id).get("type").asText()).isEqualTo("ack");
    }
  }

  @Test
  void bytesCloseTheSocket() {
    // Given
    try (Socket socket = follower(stack.newFollower())) {
      socket.await("welcome");

      // When
      socket.sendBinary(new byte[] {1, 2, 3});

      // Then
      assertThat(socket.awaitClose()).isEqualTo(1007);
    }
  }

  @Test
  void aFloodClosesTheSocketOfItsSenderOnly() {
    // Given
    try (Socket flood = follower(stack.newFollower());
        Socket neighbour = follower(stack.newFollower())) {
      flood.await("welcome");

      // When
      for (int i = 0; i < MORE_THAN_A_BURST; i++) {
        flood.send("{\"type\":\"typing\"}");
      }

      // Then
      assertThat(flood.awaitClose()).isEqualTo(1008);
      String id = ChatClient.newId();
      neighbour.send(ChatClient.frame(id, "Still here").toString());
      assertThat(neighbour.answer(id).get("type").asText()).isEqualTo("ack");
    }
  }

  private static Arguments bad(String name, String input, String code) {
    return Arguments.of(name, quoted(input), code);
  }

  private static String quoted(String text) {
    return text.replace('\'', '"').replace("ID", ChatClient.newId());
  }

  private static String send(String fields) {
    return "{'type':'send','clientMessageId':'ID'," + fields + "}";
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  private Socket follower(Person person) {
    return Socket.open(Handshake.of(stack.socket("follower"), person.token()));
  }

  private JsonNode events(String conversation) {
    return agent.get("/api/conversations/" + conversation + "/events").body();
  }

  private static void assertTellsNothingOfTheInside(JsonNode said) {
    assertThat(said.toString()).doesNotContain("Exception", "io.parley", "java.", "jackson", "SQL");
  }
}
