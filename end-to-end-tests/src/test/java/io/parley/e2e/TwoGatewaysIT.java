package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.e2e.client.Api;
import io.parley.e2e.client.ChatClient;
import io.parley.e2e.stack.SharedStack;
import io.parley.e2e.stack.Stack;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever talks to each other need not be connected to the same gateway. */
@ExtendWith(SharedStack.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class TwoGatewaysIT {
  private final Stack stack;
  private ChatClient follower;
  private ChatClient agent;
  private String id;

  TwoGatewaysIT(Stack stack) {
    this.stack = stack;
  }

  @BeforeEach
  void connect() {
    agent = ChatClient.at(stack.socketOfGateway(2, "agent"), stack.person("agent-1"));
    follower = ChatClient.at(stack.socketOfGateway(1, "follower"), stack.newFollower());
    id = follower.say("Hello?").join().get("conversationId").asText();
  }

  @AfterEach
  void leave() {
    follower.close();
    agent.close();
  }

  @Test
  void messagesGoBothWays() {
    // When
    agent.awaitSeq(id, 2);
    agent.say(id, "Good morning!").join();
    follower.awaitSeq(id, 4);
    follower.say("Where is my parcel?").join();

    // Then
    assertThat(follower.awaitSeq(id, 5)).isEqualTo(agent.awaitSeq(id, 5));
  }

  @Test
  void typingIsSeenByTheOtherSideAlone() {
    // Given
    agent.awaitSeq(id, 2);

    // When
    follower.sendFrame(Api.object().put("type", "typing"));
    JsonNode ofFollower = agent.await("typing", typingOf(follower));
    agent.sendFrame(Api.object().put("type", "typing").put("conversationId", id));
    JsonNode ofAgent = follower.await("typing", typingOf(agent));

    // Then
    assertThat(ofFollower.get("conversationId").asText()).isEqualTo(id);
    assertThat(ofAgent.get("conversationId").asText()).isEqualTo(id);
    assertThat(ofAgent.at("/participant/name").asText()).isEqualTo("Agent 1");
  }

  @Test
  void readAndDeliveredAreTold() {
    // Given
    agent.awaitSeq(id, 2);
    agent.say(id, "Good morning!").join();
    follower.awaitSeq(id, 4);

    // When
    follower.sendFrame(Api.object().put("type", "read").put("seq", 4));

    // Then
    JsonNode delivered =
        agent.await(
            "delivered",
            frame -> isSignal(frame, "delivered", follower) && frame.get("seq").asLong() == 4);
    JsonNode read =
        agent.await(
            "read", frame -> isSignal(frame, "read", follower) && frame.get("seq").asLong() == 4);
    assertThat(delivered.get("conversationId").asText()).isEqualTo(id);
    assertThat(read.get("conversationId").asText()).isEqualTo(id);
  }

  @Test
  void presenceOfAFollowerIsToldToAgents() {
    // Given
    agent.await("online", presence(follower, true));

    // When
    follower.close();

    // Then
    JsonNode gone = agent.await("offline", presence(follower, false));
    assertThat(gone.get("channelId").asText()).isEqualTo("demo");
  }

  private Predicate<JsonNode> typingOf(ChatClient client) {
    return frame -> isSignal(frame, "typing", client);
  }

  private boolean isSignal(JsonNode frame, String type, ChatClient client) {
    return frame.path("type").asText().equals(type)
        && frame.path("conversationId").asText().equals(id)
        && frame.at("/participant/id").asText().equals(client.person().name());
  }

  private static Predicate<JsonNode> presence(ChatClient client, boolean online) {
    return frame ->
        frame.path("type").asText().equals("presence")
            && frame.at("/participant/id").asText().equals(client.person().name())
            && frame.get("online").asBoolean() == online;
  }

  /** As after an erasure that a hanging gateway was too late for. */
  @Test
  void whatKafkaDeletedBeforeAGatewayReadItReachesItsClients() throws Exception {
    // Given
    agent.awaitSeq(id, 2);
    stack.pause("messaging-gateway-2");
    try {
      // What the broker was still asked for before the pause comes back empty.
      Thread.sleep(1_500);
      Api.as(stack, stack.person("agent-2")).say(id, "m-missed", "Only in the database");
      follower.awaitSeq(id, 4);

      // When
      deleteAll("message-sent", "conversation-taken");
    } finally {
      stack.goOn("messaging-gateway-2");
    }

    // Then
    assertThat(agent.awaitSeq(id, 4)).isEqualTo(follower.awaitSeq(id, 4));
  }

  private void deleteAll(String... topics) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
      Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
      for (TopicDescription topic :
          admin.describeTopics(List.of(topics)).allTopicNames().get().values()) {
        topic
            .partitions()
            .forEach(
                one ->
                    ends.put(
                        new TopicPartition(topic.name(), one.partition()), OffsetSpec.latest()));
      }
      Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
      admin
          .listOffsets(ends)
          .all()
          .get()
          .forEach((one, end) -> all.put(one, RecordsToDelete.beforeOffset(end.offset())));
      admin.deleteRecords(all).all().get();
    }
  }
}
