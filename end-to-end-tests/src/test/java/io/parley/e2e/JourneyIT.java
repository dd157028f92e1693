package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.e2e.client.Api;
import io.parley.e2e.client.ChatClient;
import io.parley.e2e.stack.Person;
import io.parley.e2e.stack.SharedStack;
import io.parley.e2e.stack.Stack;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The life of a conversation, as the people in it meet it. */
@ExtendWith(SharedStack.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class JourneyIT {
  private final Stack stack;
  private final Api api1;
  private ChatClient follower;
  private ChatClient agent1;
  private ChatClient agent2;

  JourneyIT(Stack stack) {
    this.stack = stack;
    this.api1 = Api.as(stack, stack.person("agent-1"));
  }

  @BeforeEach
  void connect() {
    follower = ChatClient.follower(stack, stack.newFollower());
    agent1 = ChatClient.agent(stack, stack.person("agent-1"));
    agent2 = ChatClient.agent(stack, stack.person("agent-2"));
  }

  @AfterEach
  void leave() {
    follower.close();
    agent1.close();
    agent2.close();
  }

  @Test
  void aFollowersFirstMessageIsUnansweredAndSeenByAllAgents() {
    // When
    JsonNode ack = follower.say("Where is my parcel?").join();

    // Then
    assertThat(ack.get("type").asText()).isEqualTo("ack");
    assertThat(ack.get("seq").asLong()).isEqualTo(2);
    String id = ack.get("conversationId").asText();
    for (ChatClient each : List.of(follower, agent1, agent2)) {
      List<JsonNode> log = each.awaitSeq(id, 2);
      assertThat(types(log)).containsExactly("conversation-opened", "message-sent");
      assertThat(log.get(1).get("text").asText()).isEqualTo("Where is my parcel?");
      assertThat(log.get(1).at("/sender/id").asText()).isEqualTo(follower.person().name());
      assertThat(log.get(1).at("/sender/name").asText()).isEqualTo(follower.person().displayName());
    }
    JsonNode conversation = conversation(id);
    assertThat(conversation.get("status").asText()).isEqualTo("UNANSWERED");
    assertThat(conversation.path("owner").isMissingNode()).isTrue();
    assertThat(listed("UNANSWERED")).contains(id);
  }

  @Test
  void theFirstAnswerTakesTheConversation() {
    // Given
    String id = follower.say("Hello?").join().get("conversationId").asText();

    // When
    JsonNode ack = agent1.say(id, "Good morning!").join();

    // Then: taken and the message, told to all
    assertThat(ack.get("seq").asLong()).isEqualTo(4);
    for (ChatClient each : List.of(follower, agent1, agent2)) {
      List<JsonNode> log = each.awaitSeq(id, 4);
      assertThat(types(log))
          .containsExactly(
              "conversation-opened", "message-sent", "conversation-taken", "message-sent");
      assertThat(log.get(2).at("/owner/id").asText()).isEqualTo("agent-1");
      assertThat(log.get(2).at("/owner/name").asText()).isEqualTo("Agent 1");
      assertThat(log.get(2).has("previousOwner")).isFalse();
    }
    JsonNode conversation = conversation(id);
    assertThat(conversation.get("status").asText()).isEqualTo("ACTIVE");
    assertThat(conversation.at("/owner/name").asText()).isEqualTo("Agent 1");
    assertThat(listed("ACTIVE")).contains(id);
    assertThat(listed("UNANSWERED")).doesNotContain(id);
  }

  @Test
  void anotherAgentIsWarnedThenTakesOver() {
    // Given
    String id = follower.say("Hello?").join().get("conversationId").asText();
    agent1.say(id, "Good morning!").join();
    String draft = ChatClient.newId();

    // When: the second agent writes
    JsonNode refusal =
        agent2.send(ChatClient.frame(draft, "I help").put("conversationId", id)).join();

    // Then: a warning with the owner, nothing stored
    assertThat(refusal.get("type").asText()).isEqualTo("error");
    assertThat(refusal.get("code").asText()).isEqualTo("conversation-owned");
    assertThat(refusal.at("/owner/id").asText()).isEqualTo("agent-1");
    assertThat(refusal.at("/owner/name").asText()).isEqualTo("Agent 1");
    assertThat(conversation(id).get("lastSeq").asLong()).isEqualTo(4);

    // When: the same draft, confirmed
    JsonNode ack =
        agent2
            .send(
                ChatClient.frame(draft, "I help")
                    .put("conversationId", id)
                    .put("takeOverFrom", "agent-1"))
            .join();

    // Then: the owner changed, and the first agent and the follower see it
    assertThat(ack.get("seq").asLong()).isEqualTo(6);
    for (ChatClient each : List.of(follower, agent1, agent2)) {
      JsonNode taken = each.awaitSeq(id, 6).get(4);
      assertThat(taken.get("event").asText()).isEqualTo("conversation-taken");
      assertThat(taken.at("/owner/name").asText()).isEqualTo("Agent 2");
      assertThat(taken.at("/previousOwner/name").asText()).isEqualTo("Agent 1");
    }
    assertThat(conversation(id).at("/owner/id").asText()).isEqualTo("agent-2");

    // And: a confirmation of what is no longer so is a warning again, with the new owner
    JsonNode late =
        Api.as(stack, stack.person("admin-1"))
            .post(
                "/api/conversations/" + id + "/messages",
                Api.object()
                    .put("clientMessageId", ChatClient.newId())
                    .put("text", "Me too")
                    .put("takeOverFrom", "agent-1"))
            .body();
    assertThat(late.get("code").asText()).isEqualTo("conversation-owned");
    assertThat(late.at("/owner/id").asText()).isEqualTo("agent-2");
  }

  @Test
  void aFinishedConversationSaysByWhomAndOpensAgainWithoutOwner() {
    // Given
    String id = follower.say("Hello?").join().get("conversationId").asText();
    agent1.say(id, "Solved?").join();

    // When
    Api.Answer finished = api1.post("/api/conversations/" + id + "/finish", Api.object());

    // Then
    assertThat(finished.status()).isEqualTo(200);
    assertThat(finished.body().get("status").asText()).isEqualTo("FINISHED");
    assertThat(finished.body().at("/finishedBy/name").asText()).isEqualTo("Agent 1");
    JsonNode event = follower.awaitSeq(id, 5).get(4);
    assertThat(event.get("event").asText()).isEqualTo("conversation-finished");
    assertThat(event.at("/finishedBy/id").asText()).isEqualTo("agent-1");
    assertThat(event.get("at").asText()).isEqualTo(finished.body().get("finishedAt").asText());
    assertThat(listed("FINISHED")).contains(id);

    // When: finishing again
    Api.Answer again = api1.post("/api/conversations/" + id + "/finish", Api.object());

    // Then
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.code()).isEqualTo("conversation-not-active");

    // When: the follower writes again
    JsonNode ack = follower.say("One more thing").join();

    // Then: the second cycle, unanswered, owned by nobody
    assertThat(ack.get("conversationId").asText()).isEqualTo(id);
    assertThat(ack.get("seq").asLong()).isEqualTo(7);
    JsonNode opened = agent1.awaitSeq(id, 7).get(5);
    assertThat(opened.get("event").asText()).isEqualTo("conversation-opened");
    assertThat(opened.get("cycle").asInt()).isEqualTo(2);
    JsonNode conversation = conversation(id);
    assertThat(conversation.get("status").asText()).isEqualTo("UNANSWERED");
    assertThat(conversation.path("owner").isMissingNode()).isTrue();
  }

  @Test
  void aOneWayChannelRefusesFollowersUntilChatIsEnabled() {
    // Given
    Person somebody = stack.newPerson("other-follower");
    Api admin = Api.as(stack, stack.person("agent-3"));
    long before = unansweredOfOther(admin).at("/counts/UNANSWERED").asLong();
    try (ChatClient other = ChatClient.follower(stack, somebody)) {
      String id = ChatClient.newId();

      // When
      JsonNode refusal = other.send(ChatClient.frame(id, "Hello?")).join();

      // Then: refused, and nothing stored
      assertThat(refusal.get("code").asText()).isEqualTo("chat-disabled");
      assertThat(refusal.get("retryable").asBoolean()).isFalse();
      JsonNode list = unansweredOfOther(admin);
      assertThat(list.at("/counts/UNANSWERED").asLong()).isEqualTo(before);
      assertThat(conversationsOf(list, somebody)).isEmpty();

      // When
      Api.Answer enabled =
          admin.put("/api/channels/other/chat", Api.object().put("mode", "TWO_WAY"));
      JsonNode ack = other.send(ChatClient.frame(id, "Hello?")).join();

      // Then: at once, and the open page is told
      assertThat(enabled.status()).isEqualTo(200);
      assertThat(enabled.body().get("mode").asText()).isEqualTo("TWO_WAY");
      assertThat(enabled.body().at("/changedBy/id").asText()).isEqualTo("agent-3");
      assertThat(ack.get("type").asText()).isEqualTo("ack");
      assertThat(ack.get("seq").asLong()).isEqualTo(2);
      JsonNode told =
          other.await(
              "chat-mode",
              frame ->
                  frame.path("type").asText().equals("chat-mode")
                      && frame.path("mode").asText().equals("TWO_WAY"));
      assertThat(told.get("channelId").asText()).isEqualTo("other");
    } finally {
      admin.put("/api/channels/other/chat", Api.object().put("mode", "ONE_WAY"));
    }
  }

  private static JsonNode unansweredOfOther(Api admin) {
    return admin.get("/api/channels/other/conversations?status=UNANSWERED").body();
  }

  @Test
  void afterChatIsDisabledAgentsStillAnswerAndFinish() {
    // Given
    Person somebody = stack.newPerson("other-follower");
    Api admin = Api.as(stack, stack.person("agent-3"));
    admin.put("/api/channels/other/chat", Api.object().put("mode", "TWO_WAY"));
    try (ChatClient other = ChatClient.follower(stack, somebody)) {
      String id = other.say("Hello?").join().get("conversationId").asText();

      // When
      admin.put("/api/channels/other/chat", Api.object().put("mode", "ONE_WAY"));
      JsonNode refusal = other.say("Are you there?").join();
      Api.Answer answer = admin.say(id, ChatClient.newId(), "Yes");
      Api.Answer finish = admin.post("/api/conversations/" + id + "/finish", Api.object());

      // Then
      assertThat(refusal.get("code").asText()).isEqualTo("chat-disabled");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body().get("seq").asLong()).isEqualTo(4);
      assertThat(finish.status()).isEqualTo(200);
      assertThat(types(other.awaitSeq(id, 5)))
          .containsExactly(
              "conversation-opened",
              "message-sent",
              "conversation-taken",
              "message-sent",
              "conversation-finished");
    }
  }

  @Test
  void whatIsWrittenComesBackAsItWas() {
    // Given
    List<String> texts =
        List.of(
            "👩‍👩‍👧‍👦 🏳️‍🌈 e\u0301 \u200fעברית\u200f العربية",
            "<script>alert(1)</script> <img src=x onerror=alert(1)> javascript:alert(1)",
            "line one\nline two\r\n\ttabbed \u0085 \u2028 \\ \" / \b",
            "x".repeat(8_000));

    // When
    List<JsonNode> acks = texts.stream().map(text -> follower.say(text).join()).toList();

    // Then
    String id = acks.getFirst().get("conversationId").asText();
    assertThat(textsOf(agent1.awaitSeq(id, 5))).isEqualTo(texts);
    assertThat(textsOf(follower.awaitSeq(id, 5))).isEqualTo(texts);
    JsonNode page = api1.get("/api/conversations/" + id + "/events?after=1").body();
    assertThat(textsOf(page.get("events").valueStream().toList())).isEqualTo(texts);
  }

  private JsonNode conversation(String id) {
    return api1.get("/api/conversations/" + id).body();
  }

  private List<String> listed(String status) {
    return api1.get("/api/channels/demo/conversations?limit=200&status=" + status)
        .body()
        .get("items")
        .valueStream()
        .map(each -> each.get("id").asText())
        .toList();
  }

  private static List<JsonNode> conversationsOf(JsonNode list, Person person) {
    return list.get("items")
        .valueStream()
        .filter(each -> each.at("/follower/id").asText().equals(person.name()))
        .toList();
  }

  private static List<String> types(List<JsonNode> log) {
    return log.stream().map(event -> event.get("event").asText()).toList();
  }

  private static List<String> textsOf(List<JsonNode> log) {
    return log.stream()
        .filter(event -> event.get("event").asText().equals("message-sent"))
        .map(event -> event.get("text").asText())
        .toList();
  }
}
