package io.parley.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.gateway.support.FakeConversationService;
import io.parley.gateway.support.GatewayTestResource;
import io.parley.gateway.support.TestSocket;
import io.parley.localstack.Infrastructure;
import io.parley.localstack.process.Await;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A follower and an agent talk through this gateway, the broker and a conversation-service. */
@QuarkusTest
@QuarkusTestResource(GatewayTestResource.class)
class ConversationTest {
  private static final Infrastructure INFRASTRUCTURE = Infrastructure.start();

  @TestHTTPResource("/")
  URI base;

  @Inject FakeConversationService service;

  private TestSocket agent(String name) {
    TestSocket socket = TestSocket.open(base, "/ws/agent", INFRASTRUCTURE.token(name));
    socket.await("welcome");
    return socket;
  }

  private TestSocket follower(String name) {
    TestSocket socket = TestSocket.open(base, "/ws/follower", INFRASTRUCTURE.token(name));
    socket.await("welcome");
    return socket;
  }

  @Test
  void aMessageIsAcknowledgedAndReachesBothSides() {
    // Given
    TestSocket agent = agent("agent-1");
    TestSocket follower = follower("follower-101");

    // When
    follower.send(TestSocket.send("m-1", "hello").toString());

    // Then
    JsonNode ack = follower.await("ack");
    assertThat(ack.path("clientMessageId").asText()).isEqualTo("m-1");
    assertThat(ack.path("seq").asLong()).isEqualTo(2);
    String conversation = ack.path("conversationId").asText();
    List<JsonNode> atFollower = follower.awaitAll("event", 2);
    assertThat(atFollower)
        .extracting(event -> event.path("event").asText())
        .containsExactly("conversation-opened", "message-sent");
    JsonNode atAgent =
        agent.await(
            event ->
                event.path("conversationId").asText().equals(conversation)
                    && event.path("seq").asLong() == 2,
            "event 2");
    assertThat(atAgent.path("text").asText()).isEqualTo("hello");
    agent.close();
    follower.close();
  }

  @Test
  void whatWasMissedIsStreamedInOrderAndThenLiveEventsFollow() {
    // Given
    String conversation = service.conversation("demo", "follower-102");
    service.publishing(false);
    service.agentWrites(conversation, 1_234);
    service.publishing(true);
    TestSocket follower = follower("follower-102");

    // When
    follower.send("{\"type\":\"resume\",\"after\":34}");
    service.agentWrites(conversation, 10);

    // Then
    JsonNode caughtUp = follower.await("caught-up");
    assertThat(caughtUp.path("positions").path(conversation).asLong()).isGreaterThanOrEqualTo(1234);
    List<JsonNode> events = follower.awaitAll("event", 1_210);
    follower.sync();
    assertThat(events.subList(events.size() - 1_210, events.size()))
        .extracting(event -> event.path("seq").asLong())
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(events.getLast().path("seq").asLong()).isEqualTo(1_244);
    follower.close();
  }

  @Test
  void aFollowerGetsThePublicEventsAroundNotesWithoutAHole() {
    // Given
    String conversation = service.conversation("demo", "follower-103");
    service.publishing(false);
    service.agentWrites(conversation, 2);
    service.agentNotes(conversation);
    service.publishing(true);
    TestSocket agent = agent("agent-1");
    TestSocket follower =
        TestSocket.open(base, "/ws/follower", INFRASTRUCTURE.token("follower-103"));
    JsonNode welcome = follower.await("welcome");

    // When
    service.agentWrites(conversation, 1);
    service.agentNotes(conversation);
    service.agentNotes(conversation);
    service.agentWrites(conversation, 1);
    follower.awaitAll("event", 2);
    follower.send("{\"type\":\"resume\",\"after\":0}");

    // Then
    assertThat(welcome.at("/conversations/0/lastSeq").asLong()).isEqualTo(2);
    assertThat(follower.await("caught-up").path("positions").path(conversation).asLong())
        .isEqualTo(7);
    List<JsonNode> events = follower.awaitAll("event", 6);
    assertThat(events)
        .extracting(event -> event.path("event").asText())
        .containsOnly("message-sent");
    assertThat(events)
        .extracting(event -> event.path("seq").asLong())
        .containsExactly(4L, 7L, 1L, 2L, 4L, 7L);
    assertThat(events)
        .extracting(event -> event.path("after").asLong())
        .containsExactly(2L, 4L, 0L, 1L, 2L, 4L);
    JsonNode note =
        agent.await(
            event ->
                event.path("conversationId").asText().equals(conversation)
                    && event.path("seq").asLong() == 6,
            "event 6");
    assertThat(note.path("text").asText()).isEqualTo("secret 6");
    agent.close();
    follower.close();
  }

  @Test
  void anAgentWhoseLastSocketClosesIsToldToHaveLeft() {
    // Given
    TestSocket first = agent("agent-2");
    TestSocket second = agent("agent-2");
    first.close();

    // When
    second.close();

    // Then
    assertThat(
            Await.until(
                Duration.ofSeconds(20),
                () -> service.left().stream().anyMatch(each -> each.id().equals("agent-2"))))
        .isTrue();
    assertThat(service.left().stream().filter(each -> each.id().equals("agent-2"))).hasSize(1);
  }
}
