package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.e2e.client.Api;
import io.parley.e2e.client.ChatClient;
import io.parley.e2e.client.Files;
import io.parley.e2e.stack.Person;
import io.parley.e2e.stack.SharedStack;
import io.parley.e2e.stack.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Files on their way from one side to the other, over HTTP and sockets. */
@ExtendWith(SharedStack.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class AttachmentsIT {
  private final Stack stack;
  private final Person agent;
  private ChatClient follower;
  private ChatClient agentSocket;
  private String conversation;

  AttachmentsIT(Stack stack) {
    this.stack = stack;
    this.agent = stack.person("agent-1");
  }

  @BeforeEach
  void connect() {
    follower = ChatClient.follower(stack, stack.newFollower());
    agentSocket = ChatClient.agent(stack, agent);
    conversation = follower.say("Hello").join().get("conversationId").asText();
  }

  @AfterEach
  void leave() {
    follower.close();
    agentSocket.close();
  }

  @Test
  void eachOfTheTwelveGoesBothWaysAndIsReadOnTheOtherSide() {
    for (String name : Files.EACH_OF_TWELVE) {
      // Given
      String ofFollower = uploaded(follower.person(), name, "");
      String ofAgent = uploaded(agent, name, "?conversationId=" + conversation);

      // When
      JsonNode sent = follower.send(message("conversationId", conversation, ofFollower)).join();
      JsonNode answered = agentSocket.send(message("conversationId", conversation, ofAgent)).join();

      // Then
      assertThat(sent.get("type").asText()).as(name + ": " + sent).isEqualTo("ack");
      assertThat(answered.get("type").asText()).as(name + ": " + answered).isEqualTo("ack");
      JsonNode seen = eventOf(agentSocket, ofFollower);
      assertThat(seen.at("/attachments/0/fileName").asText()).isEqualTo(name);
      assertThat(seen.at("/attachments/0/size").asLong()).isPositive();
      assertThat(Files.content(stack, agent, ofFollower).statusCode()).isEqualTo(200);
      assertThat(eventOf(follower, ofAgent).at("/attachments/0/id").asText()).isEqualTo(ofAgent);
      assertThat(Files.content(stack, follower.person(), ofAgent).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void nobodyOutsideTheConversationReadsAFile() {
    // Given
    String id = uploaded(follower.person(), "photo.jpg", "");
    int agentBefore = Files.content(stack, agent, id).statusCode();

    // When
    follower.send(message("conversationId", conversation, id)).join();

    // Then
    assertThat(agentBefore).isEqualTo(404);
    assertThat(Files.content(stack, agent, id).statusCode()).isEqualTo(200);
    assertThat(Files.content(stack, stack.person("agent-2"), id).statusCode()).isEqualTo(200);
    assertThat(Files.content(stack, stack.newFollower(), id).statusCode()).isEqualTo(404);
    assertThat(Files.content(stack, stack.person("agent-3"), id).statusCode()).isEqualTo(404);
  }

  @Test
  void aMessageWithAForeignUnknownOrUsedFileIsRefused() {
    // Given
    Person stranger = stack.newFollower();
    String foreign = uploaded(stranger, "photo.jpg", "");
    String used = uploaded(follower.person(), "photo.jpg", "");
    follower.send(message("conversationId", conversation, used)).join();
    String unknown = "00000000-0000-4000-8000-000000000000";

    // When
    List<String> codes = new ArrayList<>();
    for (String id : List.of(foreign, unknown, used)) {
      codes.add(
          follower.send(message("conversationId", conversation, id)).join().get("code").asText());
    }

    // Then
    assertThat(codes)
        .containsExactly("attachment-unknown", "attachment-unknown", "attachment-used");
  }

  @Test
  void aRetryCarriesItsFilesAndIsStoredOnce() {
    // Given
    String id = uploaded(follower.person(), "photo.jpg", "");
    ObjectNode frame = message("conversationId", conversation, id);
    JsonNode first = follower.send(frame.deepCopy()).join();

    // When
    JsonNode again = follower.send(frame.deepCopy()).join();

    // Then
    assertThat(again.get("seq")).isEqualTo(first.get("seq"));
  }

  @Test
  void oneFileInManyMessagesAtOnceGoesWithOne() {
    // Given
    String id = uploaded(agent, "photo.jpg", "?conversationId=" + conversation);
    Api api = Api.as(stack, agent);

    // When
    List<CompletableFuture<Api.Answer>> sends = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      ObjectNode body = Api.object().put("clientMessageId", ChatClient.newId());
      body.putArray("attachmentIds").add(id);
      sends.add(
          CompletableFuture.supplyAsync(
              () -> api.post("/api/conversations/" + conversation + "/messages", body)));
    }
    List<Integer> statuses =
        sends.stream().map(CompletableFuture::join).map(Api.Answer::status).toList();

    // Then
    assertThat(statuses.stream().filter(status -> status == 200).count()).isEqualTo(1);
    assertThat(statuses.stream().filter(status -> status == 409).count()).isEqualTo(9);
  }

  @Test
  void aFileOfARefusedMessageGoesWithTheConfirmedOne() {
    // Given a conversation that agent-2 owns
    Api owner = Api.as(stack, stack.person("agent-2"));
    assertThat(owner.say(conversation, ChatClient.newId(), "Mine").status()).isEqualTo(200);
    String id = uploaded(agent, "letter.pdf", "?conversationId=" + conversation);
    JsonNode refused = agentSocket.send(message("conversationId", conversation, id)).join();

    // When
    JsonNode confirmed =
        agentSocket
            .send(message("conversationId", conversation, id).put("takeOverFrom", "agent-2"))
            .join();

    // Then
    assertThat(refused.get("code").asText()).isEqualTo("conversation-owned");
    assertThat(confirmed.get("type").asText()).as(confirmed.toString()).isEqualTo("ack");
  }

  @Test
  void textGoesOnWhileAttachmentServiceIsDown() {
    // Given
    String id = uploaded(agent, "photo.jpg", "?conversationId=" + conversation);
    Api api = Api.as(stack, agent);
    ObjectNode body = Api.object().put("clientMessageId", ChatClient.newId());
    body.putArray("attachmentIds").add(id);
    long killed = stack.kill("attachment-service");

    // When
    Api.Answer withFile = api.post("/api/conversations/" + conversation + "/messages", body);
    JsonNode text = follower.say("Still there?").join();

    // Then
    assertThat(withFile.status()).isEqualTo(503);
    assertThat(withFile.code()).isEqualTo("unavailable");
    assertThat(withFile.headers().first("Retry-After")).contains("1");
    assertThat(text.get("type").asText()).isEqualTo("ack");
    stack.awaitRestart("attachment-service", killed);
  }

  @Test
  void textGoesOnWhileTheDiskIsFull() throws Exception {
    // Given a disk without room where files are kept; only root can put one there
    java.nio.file.Path folder = stack.data().resolve("attachments");
    boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder.toString());
    Assumptions.assumeTrue(mounted, "needs root, to mount a small disk");
    try {
      java.nio.file.Files.createDirectories(folder.resolve("staging"));

      // When
      Api.Answer upload = Files.upload(stack, follower.person(), "photo.jpg", "");
      JsonNode text = follower.say("Then in words").join();

      // Then
      assertThat(upload.status()).isEqualTo(507);
      assertThat(upload.code()).isEqualTo("storage-full");
      assertThat(text.get("type").asText()).isEqualTo("ack");
    } finally {
      run("umount", folder.toString());
    }
    uploaded(follower.person(), "photo.jpg", "");
  }

  private static boolean run(String... command) throws Exception {
    return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
  }

  @Test
  void limitsAreToldInTheWelcome() {
    // Given a connected follower
    // When
    JsonNode limits = follower.welcome().get("limits");

    // Then
    assertThat(limits.get("documentBytes").asLong()).isEqualTo(10_485_760);
    assertThat(limits.get("imageBytes").asLong()).isEqualTo(10_485_760);
    assertThat(limits.get("videoBytes").asLong()).isEqualTo(52_428_800);
  }

  private String uploaded(Person person, String name, String query) {
    Api.Answer answer = Files.upload(stack, person, name, query);
    assertThat(answer.status()).as(name + ": " + answer.body()).isEqualTo(201);
    return answer.body().get("id").asText();
  }

  private static ObjectNode message(String target, String value, String attachmentId) {
    ObjectNode frame = ChatClient.frame(ChatClient.newId(), "").put(target, value);
    frame.remove("text");
    ArrayNode ids = frame.putArray("attachmentIds");
    ids.add(attachmentId);
    return frame;
  }

  private JsonNode eventOf(ChatClient client, String attachmentId) {
    return client.awaitEvent(
        conversation, event -> event.at("/attachmentIds/0").asText().equals(attachmentId));
  }
}
