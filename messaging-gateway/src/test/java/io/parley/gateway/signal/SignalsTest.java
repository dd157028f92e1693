package io.parley.gateway.signal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contracts.command.MarkBatch.Kind;
import io.parley.contracts.event.ChannelChatChanged;
import io.parley.contracts.event.ChatMode;
import io.parley.contracts.event.ConversationSignal;
import io.parley.contracts.event.Participant;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.event.Person;
import io.parley.gateway.kafka.SignalPublisher;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Typing, marks, presence and chat modes, by way of the real broker. */
@QuarkusTest
@QuarkusTestResource(GatewayTestResource.class)
class SignalsTest {
  private static final Infrastructure INFRASTRUCTURE = Infrastructure.start();

  @TestHTTPResource("/")
  URI base;

  @Inject FakeConversationService service;
  @Inject SignalPublisher signals;

  private final List<TestSocket> opened = new ArrayList<>();

  private TestSocket open(String path, String name) {
    TestSocket socket = TestSocket.open(base, path, INFRASTRUCTURE.token(name));
    opened.add(socket);
    socket.await("welcome");
    return socket;
  }

  private TestSocket agent(String name) {
    return open("/ws/agent", name);
  }

  private TestSocket follower(String name) {
    return open("/ws/follower", name);
  }

  @AfterEach
  void close() {
    opened.forEach(TestSocket::close);
  }

  @Test
  void typingReachesTheOtherSideOnly() {
    // Given
    String conversation = service.conversation("demo", "follower-401");
    TestSocket follower = follower("follower-401");
    TestSocket agent = agent("agent-1");
    TestSocket stranger = agent("agent-3");

    // When
    follower.send("{\"type\":\"typing\"}");
    JsonNode atAgent = agent.await("typing");
    agent.sendQuoted("{'type':'typing','conversationId':'" + conversation + "'}");
    JsonNode atFollower = follower.await("typing");

    // Then
    assertThat(atAgent.path("conversationId").asText()).isEqualTo(conversation);
    assertThat(atAgent.path("participant").path("id").asText()).isEqualTo("follower-401");
    assertThat(atFollower.path("participant").path("name").asText()).isEqualTo("Agent 1");
    stranger.sync();
    assertThat(stranger.all("typing")).isEmpty();
    assertThat(follower.all("typing")).hasSize(1);
  }

  @Test
  void nobodySignalsInSomebodyElsesConversation() {
    // Given
    String conversation = service.conversation("demo", "follower-402");
    service.agentWrites(conversation, 1);
    TestSocket other = follower("follower-403");
    TestSocket agentElsewhere = agent("agent-3");

    // When
    other.sendQuoted("{'type':'typing','conversationId':'" + conversation + "'}");
    other.sendQuoted("{'type':'read','conversationId':'" + conversation + "','seq':1}");
    other.sendQuoted("{'type':'resume','positions':{'" + conversation + "':0}}");
    agentElsewhere.sendQuoted("{'type':'read','conversationId':'" + conversation + "','seq':1}");
    agentElsewhere.sendQuoted("{'type':'resume','positions':{'" + conversation + "':0}}");
    agentElsewhere.sendQuoted("{'type':'read','conversationId':'no-such-thing','seq':1}");

    // Then
    assertThat(other.awaitAll("error", 3))
        .extracting(error -> error.path("code").asText())
        .containsOnly("not-found");
    assertThat(agentElsewhere.awaitAll("error", 3))
        .extracting(error -> error.path("code").asText())
        .containsOnly("not-found");
    assertThat(other.all("event")).isEmpty();
    assertThat(agentElsewhere.all("event")).isEmpty();
    assertThat(other.await("caught-up").path("positions").size()).isZero();
  }

  @Test
  void marksAreToldAndWrittenDown() {
    // Given
    String conversation = service.conversation("demo", "follower-404");
    TestSocket follower = follower("follower-404");
    TestSocket agent = agent("agent-1");

    // When
    service.agentWrites(conversation, 3);
    follower.awaitAll("event", 3);
    JsonNode delivered =
        agent.await(
            frame ->
                frame.path("type").asText().equals("delivered")
                    && frame.path("conversationId").asText().equals(conversation)
                    && frame.path("seq").asLong() == 3,
            "delivered 3");
    follower.send("{\"type\":\"read\",\"seq\":2}");
    follower.send("{\"type\":\"read\",\"seq\":3}");
    follower.send("{\"type\":\"read\",\"seq\":1}");
    JsonNode read =
        agent.await(
            frame ->
                frame.path("type").asText().equals("read")
                    && frame.path("conversationId").asText().equals(conversation)
                    && frame.path("seq").asLong() == 3,
            "read 3");

    // Then
    assertThat(delivered.path("participant").path("id").asText()).isEqualTo("follower-404");
    assertThat(read.path("participant").path("role").asText()).isEqualTo("FOLLOWER");
    boolean written =
        Await.until(
            Duration.ofSeconds(10),
            () ->
                service.marks().stream()
                    .anyMatch(
                        mark ->
                            mark.conversationId().equals(conversation)
                                && mark.kind() == Kind.READ
                                && mark.seq() == 3));
    assertThat(written).isTrue();
    assertThat(service.marks())
        .filteredOn(mark -> mark.conversationId().equals(conversation))
        .filteredOn(mark -> mark.kind() == Kind.DELIVERED)
        .extracting(mark -> mark.participant().id())
        .containsOnly("follower-404");
  }

  @Test
  void agentsSeeFollowersComeAndGo() {
    // Given
    TestSocket agent = agent("agent-2");

    // When
    TestSocket first = follower("follower-405");
    JsonNode came = agent.await(presence("follower-405"), "presence");
    TestSocket second = follower("follower-405");
    first.close();
    first.awaitClose();
    second.close();
    JsonNode went = agent.await(presence("follower-405"), "presence");

    // Then
    assertThat(came.path("online").asBoolean()).isTrue();
    assertThat(came.path("channelId").asText()).isEqualTo("demo");
    assertThat(went.path("online").asBoolean()).isFalse();
  }

  @Test
  void aFollowerSeesWhetherAnyAgentIsThere() {
    // Given
    TestSocket follower = follower("other-follower-406");

    // When
    TestSocket agent = agent("agent-3");
    JsonNode came = follower.await(online(true), "an agent");
    TestSocket late = TestSocket.open(base, "/ws/follower", token("other-follower-407"));
    opened.add(late);
    JsonNode welcome = late.await("welcome");
    agent.close();
    JsonNode went = follower.await(online(false), "no agent");

    // Then
    assertThat(welcome.path("channels").get(0).path("agentsOnline").asBoolean()).isTrue();
    assertThat(came.path("channelId").asText()).isEqualTo("other");
    assertThat(went.path("channelId").asText()).isEqualTo("other");
  }

  @Test
  void anAgentThatResumesLearnsWhetherTheFollowerIsThere() {
    // Given
    String conversation = service.conversation("demo", "follower-408");
    follower("follower-408");
    String away = service.conversation("demo", "follower-409");
    TestSocket agent = agent("agent-1");

    // When
    agent.sendQuoted("{'type':'resume','positions':{'" + conversation + "':0,'" + away + "':0}}");

    // Then
    JsonNode there = agent.awaitAnywhere(presence("follower-408"), "presence");
    JsonNode notThere = agent.awaitAnywhere(presence("follower-409"), "presence");
    assertThat(there.path("online").asBoolean()).isTrue();
    assertThat(notThere.path("online").asBoolean()).isFalse();
  }

  @Test
  void peopleOfAGatewayThatFallsSilentAreGone() {
    // Given another gateway that speaks once and never again
    TestSocket agent = agent("agent-1");

    // When
    signals.publish(
        new ConversationSignal.Presence(
            "dead-gateway",
            new Participant(ParticipantRole.FOLLOWER, "follower-410", "Follower 410"),
            List.of("demo"),
            true));

    // Then
    assertThat(agent.await(presence("follower-410"), "presence").path("online").asBoolean())
        .isTrue();
    assertThat(agent.await(presence("follower-410"), "presence").path("online").asBoolean())
        .isFalse();
  }

  @Test
  void aChangedChatModeReachesEverySocketOfTheChannelOnce() {
    // Given
    TestSocket follower = follower("other-follower-411");
    TestSocket agent = agent("agent-3");
    TestSocket elsewhere = follower("follower-412");
    Person admin = new Person("agent-3", "Agent 3");
    Instant at = Instant.parse("2026-01-01T00:00:00Z");

    // When
    service.publish(new ChannelChatChanged("other", ChatMode.TWO_WAY, 7, admin, at));
    service.publish(new ChannelChatChanged("other", ChatMode.ONE_WAY, 6, admin, at));
    service.publish(new ChannelChatChanged("other", ChatMode.ONE_WAY, 8, admin, at));

    // Then
    assertThat(follower.awaitAll("chat-mode", 2))
        .extracting(frame -> frame.path("mode").asText())
        .containsExactly("TWO_WAY", "ONE_WAY");
    agent.awaitAll("chat-mode", 2);
    elsewhere.sync();
    assertThat(elsewhere.all("chat-mode")).isEmpty();
    assertThat(follower.all("chat-mode").getFirst().path("changedBy").path("name").asText())
        .isEqualTo("Agent 3");
  }

  private static String token(String name) {
    return INFRASTRUCTURE.token(name);
  }

  private static Predicate<JsonNode> online(boolean online) {
    return frame ->
        frame.path("type").asText().equals("presence")
            && frame.path("online").asBoolean() == online;
  }

  private static Predicate<JsonNode> presence(String participant) {
    return frame ->
        frame.path("type").asText().equals("presence")
            && frame.path("participant").path("id").asText().equals(participant);
  }
}
