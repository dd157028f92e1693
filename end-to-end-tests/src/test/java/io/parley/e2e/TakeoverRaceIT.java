package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.e2e.client.Api;
import io.parley.e2e.client.ChatClient;
import io.parley.e2e.stack.Person;
import io.parley.e2e.stack.SharedStack;
import io.parley.e2e.stack.Stack;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two agents answer the same unanswered conversation at the same instant. */
@ExtendWith(SharedStack.class)
class TakeoverRaceIT {
  private static final int RACES = 200;
  private final Stack stack;

  TakeoverRaceIT(Stack stack) {
    this.stack = stack;
  }

  @Test
  @Timeout(value = 3, unit = TimeUnit.MINUTES)
  void oneOwnsAndTheOtherIsToldWho() {
    // Given: conversations that wait, and two agents on different gateways
    List<String> conversations =
        stack.newFollowers(RACES).stream().map(this::openConversation).toList();
    Api api = Api.as(stack, stack.person("agent-1"));
    Map<String, Integer> won = new HashMap<>();
    CyclicBarrier start = new CyclicBarrier(2);
    try (ChatClient one =
            ChatClient.at(stack.socketOfGateway(1, "agent"), stack.person("agent-1"));
        ChatClient two =
            ChatClient.at(stack.socketOfGateway(2, "agent"), stack.person("agent-2"))) {
      for (String id : conversations) {
        // When
        CompletableFuture<JsonNode> ofOne = sendAtOnce(start, one, id);
        CompletableFuture<JsonNode> ofTwo = sendAtOnce(start, two, id);
        boolean oneWon = ofOne.join().get("type").asText().equals("ack");
        JsonNode ack = oneWon ? ofOne.join() : ofTwo.join();
        JsonNode refusal = oneWon ? ofTwo.join() : ofOne.join();
        ChatClient winner = oneWon ? one : two;

        // Then: one owner, who is named to the other
        assertThat(ack.get("type").asText()).isEqualTo("ack");
        assertThat(ack.get("seq").asLong()).isEqualTo(4);
        assertThat(refusal.path("code").asText()).isEqualTo("conversation-owned");
        assertThat(refusal.at("/owner/id").asText()).isEqualTo(winner.person().name());
        assertThat(refusal.at("/owner/name").asText()).isEqualTo(winner.person().displayName());
        won.merge(winner.person().name(), 1, Integer::sum);

        // And: nothing of the loser is stored
        JsonNode page = api.get("/api/conversations/" + id + "/events").body();
        assertThat(page.get("lastSeq").asLong()).isEqualTo(4);
        assertThat(page.get("events").valueStream().map(event -> event.get("event").asText()))
            .containsExactly(
                "conversation-opened", "message-sent", "conversation-taken", "message-sent");
        assertThat(page.at("/events/2/owner/id").asText()).isEqualTo(winner.person().name());
        assertThat(page.at("/events/3/sender/id").asText()).isEqualTo(winner.person().name());
      }
    }
    System.out.println(RACES + " races, one owner each: " + won);
  }

  private String openConversation(Person person) {
    try (ChatClient follower = ChatClient.follower(stack, person)) {
      return follower.say("Who answers first?").join().get("conversationId").asText();
    }
  }

  private static CompletableFuture<JsonNode> sendAtOnce(
      CyclicBarrier start, ChatClient agent, String conversation) {
    return CompletableFuture.supplyAsync(
            () -> {
              try {
                start.await();
              } catch (InterruptedException | BrokenBarrierException e) {
                throw new IllegalStateException(e);
              }
              return agent.say(conversation, "I answer").join();
            },
            Thread::startVirtualThread)
        .orTimeout(30, TimeUnit.SECONDS);
  }
}
