package io.parley.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contracts.limit.Limit;
import io.parley.gateway.support.FakeConversationService;
import io.parley.gateway.support.GatewayTestResource;
import io.parley.gateway.support.RawRequest;
import io.parley.gateway.support.TestSocket;
import io.parley.localstack.Infrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a connection may do, and what becomes of it when it does more. */
@QuarkusTest
@QuarkusTestResource(GatewayTestResource.class)
class BoundsTest {
  private static final Infrastructure INFRASTRUCTURE = Infrastructure.start();
  private static final int FRAME_BYTES = Limit.FRAME_BYTES.intValue();

  @TestHTTPResource("/")
  URI base;

  @Inject FakeConversationService service;

  @Inject Sessions sessions;

  private TestSocket socket;

  private TestSocket open(String path, String token) {
    socket = TestSocket.open(base, path, token);
    socket.await("welcome");
    return socket;
  }

  private TestSocket follower(String name) {
    return open("/ws/follower", INFRASTRUCTURE.token(name));
  }

  @AfterEach
  void mend() {
    service.failWith(0);
    service.letGo();
    if (socket != null) {
      socket.close();
    }
  }

  @Test
  void theWelcomeTellsTheLimits() {
    // Given
    TestSocket opened = TestSocket.open(base, "/ws/agent", INFRASTRUCTURE.token("agent-1"));

    // When
    JsonNode welcome = opened.await("welcome");

    // Then
    assertThat(welcome.path("protocol").asText()).isEqualTo("parley.v1");
    assertThat(welcome.path("limits").path("frameBytes").asInt()).isEqualTo(FRAME_BYTES);
    assertThat(welcome.path("heartbeatSeconds").asInt()).isEqualTo(3);
    assertThat(welcome.path("channels").get(0).path("id").asText()).isEqualTo("demo");
    assertThat(welcome.has("conversations")).isFalse();
    opened.close();
  }

  @Test
  void malformedFramesAreAnsweredAndTheConnectionLivesOn() {
    // Given
    TestSocket follower = follower("follower-301");

    // When
    follower.send("nonsense");
    follower.sendQuoted("{'type':'shout'}");
    follower.sendQuoted("{'type':'send','clientMessageId':'m-1','text':'x','seq':1}");

    // Then
    List<JsonNode> errors = follower.awaitAll("error", 3);
    assertThat(errors)
        .extracting(error -> error.path("code").asText())
        .containsOnly("malformed-frame");
    assertThat(errors.get(2).path("clientMessageId").asText()).isEqualTo("m-1");
    follower.sync();
    assertThat(follower.isOpen()).isTrue();
  }

  @Test
  void binaryIsRefused() {
    // Given
    TestSocket follower = follower("follower-302");

    // When
    follower.raw().writeBinaryMessage(Buffer.buffer(new byte[] {1, 2, 3}));

    // Then
    assertThat(follower.awaitClose()).isEqualTo(1007);
  }

  @Test
  void textThatIsNotUtf8IsRefused() {
    // Given
    TestSocket follower = follower("follower-303");

    // When
    follower
        .raw()
        .writeFrame(WebSocketFrame.textFrame("x", false))
        .compose(
            written ->
                follower
                    .raw()
                    .writeFrame(
                        WebSocketFrame.continuationFrame(
                            Buffer.buffer(new byte[] {(byte) 0xC3, (byte) 0x28}), true)));

    // Then
    assertThat(follower.awaitClose()).isEqualTo(1007);
  }

  @Test
  void aFrameOfTheLimitIsReadAndOneByteMoreCloses() {
    // Given
    TestSocket follower = follower("follower-304");
    String frame = TestSocket.send("m-1", "").toString();
    String largest = frame.replace("\"\"", "\"" + "x".repeat(FRAME_BYTES - frame.length()) + "\"");

    // When
    follower.send(largest);
    JsonNode answer = follower.await("ack");
    follower.send(largest + " ");

    // Then
    assertThat(answer.path("clientMessageId").asText()).isEqualTo("m-1");
    assertThat(follower.awaitClose()).isEqualTo(1009);
  }

  @Test
  void fragmentsThatAddUpToTooMuchClose() {
    // Given
    TestSocket follower = follower("follower-305");
    String half = "x".repeat(FRAME_BYTES / 2 + 1);

    // When
    follower
        .raw()
        .writeFrame(WebSocketFrame.textFrame(half, false))
        .compose(
            written ->
                follower
                    .raw()
                    .writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer(half), true)));

    // Then
    assertThat(follower.awaitClose()).isEqualTo(1009);
  }

  @Test
  void aFloodIsClosed() {
    // Given
    TestSocket follower = follower("follower-306");

    // When
    for (int i = 0; i < Limit.FRAME_BURST.intValue() * 2; i++) {
      follower.send("{}");
    }

    // Then
    assertThat(follower.awaitClose()).isEqualTo(1008);
  }

  @Test
  void sendsThatWaitForTheirAckAreBounded() {
    // Given
    TestSocket follower = follower("follower-307");
    service.hold();
    int tooMany = Limit.PENDING_SENDS.intValue() + 5;

    // When
    for (int i = 0; i < tooMany; i++) {
      follower.send(TestSocket.send("m-" + i, "hello").toString());
    }

    // Then
    List<JsonNode> refused = follower.awaitAll("error", 5);
    assertThat(refused).hasSize(5);
    assertThat(refused)
        .extracting(error -> error.path("code").asText())
        .containsOnly("rate-limited");
    service.letGo();
    List<JsonNode> acks = follower.awaitAll("ack", Limit.PENDING_SENDS.intValue());
    assertThat(acks).extracting(ack -> ack.path("seq").asLong()).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void sendsOfOneConnectionKeepTheirOrderHoweverTheConversationIsNamed() {
    // Given
    TestSocket follower = follower("both-follower-308");
    String conversation = service.conversation("demo", "both-follower-308");

    // When
    for (int i = 0; i < 300; i++) {
      String address =
          i % 2 == 0 ? "'channelId':'demo'" : "'conversationId':'" + conversation + "'";
      follower.sendQuoted(
          "{'type':'send','clientMessageId':'m-" + i + "','text':'x'," + address + "}");
    }

    // Then
    List<JsonNode> acks = follower.awaitAll("ack", 300);
    for (int i = 0; i < 300; i++) {
      assertThat(acks.get(i).path("clientMessageId").asText()).isEqualTo("m-" + i);
      assertThat(acks.get(i).path("seq").asLong()).isEqualTo(i + 2);
    }
    assertThat(service.batchSizes()).anyMatch(size -> size > 10);
  }

  @Test
  void aFollowerOfTwoChannelsHasToNameOne() {
    // Given
    TestSocket follower = follower("both-follower-309");

    // When
    follower.send(TestSocket.send("m-1", "hello").toString());

    // Then
    JsonNode error = follower.await("error");
    assertThat(error.path("code").asText()).isEqualTo("malformed-frame");
    assertThat(error.path("clientMessageId").asText()).isEqualTo("m-1");
  }

  @Test
  void whenConversationServiceIsDownASendIsRefusedAsRetryable() {
    // Given
    TestSocket follower = follower("follower-310");
    service.failWith(503);
    follower.send(TestSocket.send("m-1", "hello").toString());
    JsonNode refused = follower.await("error");

    // When
    service.failWith(0);
    follower.send(TestSocket.send("m-1", "hello").toString());

    // Then
    assertThat(refused.path("code").asText()).isEqualTo("unavailable");
    assertThat(refused.path("retryable").asBoolean()).isTrue();
    assertThat(refused.path("clientMessageId").asText()).isEqualTo("m-1");
    assertThat(follower.await("ack").path("seq").asLong()).isEqualTo(2);
  }

  /** As every socket of an instance that was told to end. */
  @Test
  void aSocketThatLeavesAnswersWhatItTookAndHearsNoMore() {
    // Given a message on its way
    TestSocket follower = follower("follower-329");
    service.hold();
    follower.send(TestSocket.send("m-1", "hello").toString());
    follower.sync();

    // When
    sessions.open().stream()
        .filter(session -> session.actor().id().equals("follower-329"))
        .forEach(Session::leave);
    follower.send(TestSocket.send("m-2", "are you there?").toString());
    service.letGo();

    // Then
    assertThat(follower.await("ack").path("clientMessageId").asText()).isEqualTo("m-1");
    assertThat(follower.awaitClose()).isEqualTo(1012);
    assertThat(follower.all("ack")).hasSize(1);
    assertThat(follower.all("error")).isEmpty();
  }

  @Test
  void withoutAWelcomeASocketIsClosedToTryAgain() {
    // Given
    service.failWith(503);

    // When
    socket = TestSocket.open(base, "/ws/follower", INFRASTRUCTURE.token("follower-311"));

    // Then
    assertThat(socket.awaitClose()).isEqualTo(1013);
  }

  @Test
  void anExpiredTokenClosesTheSocket() {
    // Given
    String token = INFRASTRUCTURE.token("follower-312", Duration.ofSeconds(3));

    // When
    TestSocket follower = open("/ws/follower", token);

    // Then
    assertThat(follower.awaitClose()).isEqualTo(1008);
  }

  @Test
  void aFreshTokenKeepsTheSocketOpen() {
    // Given
    String token = INFRASTRUCTURE.token("follower-313", Duration.ofSeconds(3));
    TestSocket follower = open("/ws/follower", token);
    TestSocket other = TestSocket.open(base, "/ws/follower", token);

    // When
    follower.send(authenticate(INFRASTRUCTURE.token("follower-313")));

    // Then the one that did not send it shows that the time has come
    assertThat(other.awaitClose()).isEqualTo(1008);
    follower.sync();
    assertThat(follower.isOpen()).isTrue();
  }

  @Test
  void aTokenThatIsNotGoodIsRefusedAndTheOldOneStays() {
    // Given
    TestSocket follower = follower("follower-314");

    // When
    follower.send(authenticate("abc"));
    JsonNode garbage = follower.await("error");
    follower.send(authenticate(INFRASTRUCTURE.token("agent-1")));
    JsonNode otherSide = follower.await("error");

    // Then
    assertThat(garbage.path("code").asText()).isEqualTo("unauthenticated");
    assertThat(otherSide.path("code").asText()).isEqualTo("unauthenticated");
    follower.sync();
  }

  @Test
  void somebodyElsesTokenClosesTheSocket() {
    // Given
    TestSocket follower = follower("follower-315");

    // When
    follower.send(authenticate(INFRASTRUCTURE.token("follower-316")));

    // Then
    assertThat(follower.awaitClose()).isEqualTo(1008);
  }

  @Test
  void aConnectionThatAnswersNoPingIsCut() {
    // Given
    String token = INFRASTRUCTURE.token("follower-317");

    // When
    byte[] received = RawRequest.readToEnd(base, "/ws/follower", token);

    // Then it was pinged before (0x89: a final ping frame)
    assertThat(received).contains((byte) 0x89);
  }

  @Test
  void aMegabyteInOneFrameIsRefusedWithTheReason() {
    // Given
    TestSocket follower = follower("follower-318");

    // When
    follower.raw().writeFinalTextFrame("x".repeat(1_000_000));

    // Then
    assertThat(follower.awaitClose()).isEqualTo(1009);
  }

  private static String authenticate(String token) {
    return "{\"type\":\"authenticate\",\"token\":\"" + token + "\"}";
  }
}
