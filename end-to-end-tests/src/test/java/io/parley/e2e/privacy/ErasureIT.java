package io.parley.e2e.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.e2e.client.Api;
import io.parley.e2e.client.ChatClient;
import io.parley.e2e.client.Files;
import io.parley.e2e.stack.Await;
import io.parley.e2e.stack.Person;
import io.parley.e2e.stack.SharedStack;
import io.parley.e2e.stack.Stack;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A follower with a word of their own in all they do, and the search for it after the erasure. */
@ExtendWith(SharedStack.class)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ErasureIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** In text, file names and contents, and in the ids that senders choose. */
  private final String canary = "canary" + UUID.randomUUID().toString().replace("-", "");

  /** The follower's id is follower-NUMBER, their name Follower NUMBER. */
  private final long number = ThreadLocalRandom.current().nextLong(100_000_000, 999_999_999);

  private final Stack stack;
  private final Person agent;
  private final Person erased;
  private final Api admin;

  ErasureIT(Stack stack) {
    this.stack = stack;
    this.agent = stack.person("agent-1");
    this.erased = stack.person("follower-" + number);
    this.admin = Api.as(stack, stack.person("admin-1"));
  }

  @Test
  void afterItNothingOfTheFollowerIsFoundAnywhere() {
    // Given
    ChatClient follower = ChatClient.follower(stack, erased);
    ChatClient console = ChatClient.agent(stack, agent);
    String conversation =
        follower
            .send(message("It is " + canary, upload(erased, "")))
            .join()
            .get("conversationId")
            .asText();
    String query = "?conversationId=" + conversation;
    console
        .send(
            message("You said " + canary, upload(agent, query)).put("conversationId", conversation))
        .join();
    Api.as(stack, agent)
        .post(
            "/api/conversations/" + conversation + "/notes",
            Api.object().put("clientMessageId", "n-" + canary).put("text", "Mind " + canary));
    upload(erased, "");
    follower.awaitSeq(conversation, 4);
    Await.until("the message is found", PATIENCE, () -> found(canary).contains(conversation));
    Set<String> before = search();

    // When
    JsonNode job =
        admin.post("/api/channels/demo/followers/" + erased.name() + "/erasure", null).body();
    Await.until("the erasure is done", PATIENCE, () -> state(job).equals("DONE"));

    // Then: the same search, which has found it in each kind of place
    assertThat(before)
        .contains(
            "database parley_conversation public.conversation_event: " + canary,
            "database parley_conversation public.message_search: " + canary,
            "database parley_conversation public.follower: follower " + number,
            "database parley_attachment public.attachment: " + canary,
            "store: " + canary,
            "topic message-sent: " + canary,
            "topic message-sent: " + erased.name(),
            "topic attachment-stored: " + canary,
            "topic note-added: " + canary);
    assertThat(search()).isEmpty();
    assertThat(found(canary)).isEmpty();
    assertThat(erasure(job).get("confirmed").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "conversation-service", "attachment-service", "analytics-service", "kafka");
    assertThat(erasure(job).get("files").asInt()).isEqualTo(3);
    assertThat(follower.toString()).contains("closed 4500");
    List<JsonNode> log = console.awaitSeq(conversation, 6);
    assertThat(log.getLast().get("event").asText()).isEqualTo("conversation-erased");
    follower.close();
    console.close();
  }

  @Test
  void whoComesBackIsAnotherFollower() {
    // Given
    ChatClient first = ChatClient.follower(stack, erased);
    String old = first.say("Hello").join().get("conversationId").asText();
    JsonNode job =
        admin.post("/api/channels/demo/followers/" + erased.name() + "/erasure", null).body();
    Await.until("the log is closed", PATIENCE, () -> first.toString().contains("closed 4500"));
    first.close();

    // When
    ChatClient again = ChatClient.follower(stack, erased);
    JsonNode ack = again.say("Hello again").join();

    // Then
    assertThat(again.welcome().path("conversations")).isEmpty();
    assertThat(ack.get("conversationId").asText()).isNotEqualTo(old);
    assertThat(ack.get("seq").asInt()).isEqualTo(2);
    Await.until("the erasure is done", PATIENCE, () -> state(job).equals("DONE"));
    assertThat(again.awaitSeq(ack.get("conversationId").asText(), 2)).hasSize(2);
    again.close();
  }

  private Set<String> search() {
    return Everywhere.search(stack, canary, erased.name(), erased.displayName());
  }

  private ObjectNode message(String text, String attachment) {
    ObjectNode frame = ChatClient.frame("m-" + canary, text);
    frame.putArray("attachmentIds").add(attachment);
    return frame;
  }

  private String upload(Person person, String query) {
    byte[] content = ("Kept in " + canary).getBytes(StandardCharsets.UTF_8);
    Api.Answer answer = Files.upload(stack, person, canary + ".txt", query, content);
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
    return answer.body().get("id").asText();
  }

  private List<String> found(String word) {
    return Api.as(stack, agent)
        .get("/api/channels/demo/conversations?q=" + word)
        .body()
        .path("items")
        .findValuesAsText("id");
  }

  private JsonNode erasure(JsonNode job) {
    return admin.get("/api/channels/demo/erasures/" + job.get("id").asText()).body();
  }

  private String state(JsonNode job) {
    return erasure(job).path("state").asText();
  }
}
