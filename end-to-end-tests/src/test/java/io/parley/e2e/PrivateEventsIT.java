package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.e2e.client.Api;
import io.parley.e2e.client.Api.Answer;
import io.parley.e2e.client.ChatClient;
import io.parley.e2e.stack.Await;
import io.parley.e2e.stack.Person;
import io.parley.e2e.stack.SharedStack;
import io.parley.e2e.stack.Stack;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Notes and transfers reach every agent and no follower, live and after a resume. */
@ExtendWith(SharedStack.class)
class PrivateEventsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Stack stack;

  PrivateEventsIT(Stack stack) {
    this.stack = stack;
  }

  @Test
  void agentsGetThemAndTheFollowersStreamHasNoHole() {
    // Given: opened 1, message 2, taken 3, answer 4
    Person person = stack.newFollower();
    Api first = Api.as(stack, stack.person("agent-1"));
    Api second = Api.as(stack, stack.person("agent-2"));
    try (ChatClient follower = ChatClient.follower(stack, person);
        ChatClient one = ChatClient.agent(stack, stack.person("agent-1"));
        ChatClient two = ChatClient.agent(stack, stack.person("agent-2"))) {
      String id = follower.say("Hello?").join().get("conversationId").asText();
      first.say(id, ChatClient.newId(), "Good day");

      // When: note 5, transfer 6, message 7, note 8
      note(first, id, "Third call this week");
      Answer transfer = first.post(path(id, "transfer"), Api.object().put("to", "agent-2"));
      second.say(id, ChatClient.newId(), "I take care of it");
      note(second, id, "Refunded");
      follower.leave();
      second.say(id, ChatClient.newId(), "All done");
      follower.comeBack();
      follower.awaitCaughtUp();

      // Then
      assertThat(transfer.status()).isEqualTo(200);
      List<JsonNode> atFollower = follower.awaitSeq(id, 9);
      assertThat(atFollower)
          .extracting(event -> event.get("seq").asLong())
          .containsExactly(1L, 2L, 3L, 4L, 7L, 9L);
      assertThat(atFollower)
          .extracting(event -> event.get("after").asLong())
          .containsExactly(0L, 1L, 2L, 3L, 4L, 7L);
      assertThat(follower.transcript().snapshot().complaints()).isEmpty();
      for (ChatClient agent : List.of(one, two)) {
        agent.awaitEvent(id, event -> event.get("event").asText().equals("note-added"));
        agent.awaitEvent(
            id, event -> event.get("event").asText().equals("conversation-transferred"));
        assertThat(agent.transcript().snapshot().complaints()).isEmpty();
      }
      // Gateways say again and again who is there, and not with each socket.
      Await.until("both agents are online", PATIENCE, () -> areOnline(first, "agent-1", "agent-2"));
    }
  }

  private static boolean areOnline(Api api, String... ids) {
    JsonNode agents = api.get("/api/channels/demo/agents").body();
    return agents
        .get("items")
        .valueStream()
        .filter(each -> each.get("online").asBoolean())
        .map(each -> each.get("id").asText())
        .toList()
        .containsAll(List.of(ids));
  }

  private static void note(Api agent, String id, String text) {
    ObjectNode note = Api.object().put("clientMessageId", ChatClient.newId()).put("text", text);
    assertThat(agent.post(path(id, "notes"), note).status()).isEqualTo(200);
  }

  private static String path(String id, String what) {
    return "/api/conversations/" + id + "/" + what;
  }
}
