package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.e2e.client.Api;
import io.parley.e2e.client.ChatClient;
import io.parley.e2e.client.Files;
import io.parley.e2e.client.Handshake;
import io.parley.e2e.client.Socket;
import io.parley.e2e.stack.Person;
import io.parley.e2e.stack.SharedStack;
import io.parley.e2e.stack.Stack;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.RSAPrivateKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What people write, are called, send and prove themselves with is in no log of any process,
 * however the request ends.
 */
@ExtendWith(SharedStack.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class CanaryIT {
  /** In every text, name, file name, file, query and bad token of this test, and nowhere else. */
  private static final String CANARY =
      "canary" + ProcessHandle.current().pid() + "x" + System.nanoTime();

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final Stack stack;

  CanaryIT(Stack stack) {
    this.stack = stack;
  }

  @Test
  void noLogHoldsWhatPeopleWroteOrAreCalled() throws IOException, GeneralSecurityException {
    // Given
    Person follower = followerCalled("Ms " + CANARY);
    Person admin = stack.person("admin-1");

    // When
    String conversation = converse(follower, admin);
    beRefused(follower, admin, conversation);

    // Then
    List<String> secrets = new ArrayList<>(List.of(CANARY, signature(follower), signature(admin)));
    List<String> found = new ArrayList<>();
    List<Path> logs = logs();
    for (Path log : logs) {
      String text = java.nio.file.Files.readString(log, StandardCharsets.ISO_8859_1);
      secrets.stream()
          .filter(text::contains)
          .forEach(secret -> found.add(log + ": " + line(text, secret)));
    }
    String console = String.join("\n", stack.output());
    secrets.stream().filter(console::contains).forEach(secret -> found.add("console: " + secret));
    System.out.printf("Canary: %d logs searched%n", logs.size());
    assertThat(logs).hasSizeGreaterThanOrEqualTo(6);
    assertThat(found).isEmpty();
  }

  /** Everything that holds content and is done. */
  private String converse(Person follower, Person admin) {
    Api api = Api.as(stack, admin);
    try (ChatClient client = ChatClient.follower(stack, follower);
        ChatClient agent = ChatClient.agent(stack, admin)) {
      String conversation = client.say("I am " + CANARY).join().get("conversationId").asText();
      String path = "/api/conversations/" + conversation;
      expect(200, api.say(conversation, ChatClient.newId(), "Hello " + CANARY));
      agent.say(conversation, "Again " + CANARY).join();
      ObjectNode note = Api.object().put("clientMessageId", ChatClient.newId());
      expect(200, api.post(path + "/notes", note.put("text", CANARY)));
      expect(200, api.get("/api/channels/demo/conversations?q=" + CANARY));
      expect(200, api.get("/api/channels/demo/followers?q=Ms%20" + CANARY));
      expect(200, api.get("/api/channels/demo/audit"));
      byte[] content = ("In the file: " + CANARY).getBytes(StandardCharsets.UTF_8);
      Api.Answer file = Files.upload(stack, follower, CANARY + ".txt", "", content);
      expect(201, file);
      ObjectNode withFile = ChatClient.frame(ChatClient.newId(), CANARY);
      withFile.putArray("attachmentIds").add(file.body().get("id").asText());
      client.send(withFile).join();
      assertThat(Files.content(stack, admin, file.body().get("id").asText()).statusCode())
          .isEqualTo(200);
      return conversation;
    }
  }

  /** Everything that holds content and is refused. */
  private void beRefused(Person follower, Person admin, String conversation) {
    Api api = Api.as(stack, admin);
    String list = "/api/channels/demo/conversations";
    String messages = "/api/conversations/" + conversation + "/messages";
    expect(400, api.get(list + "?cursor=" + CANARY));
    expect(400, api.get(list + "?status=" + CANARY));
    expect(404, api.get("/api/conversations/" + CANARY));
    expect(404, api.get("/api/" + CANARY));
    expect(400, api.post(messages, "{\"text\": " + CANARY));
    expect(400, api.post(messages, "{\"" + CANARY + "\": 1}"));
    expect(
        400,
        api.post(messages, Api.object().put("clientMessageId", "x " + CANARY).put("text", "x")));
    expect(400, api.say(conversation, ChatClient.newId(), CANARY.repeat(1_000)));
    expect(400, api.say(conversation, ChatClient.newId(), "\u0000" + CANARY));
    ObjectNode reply = Api.object().put("shortcut", CANARY).put("text", CANARY);
    Api.Answer first = api.post("/api/channels/demo/canned-replies", reply);
    expect(200, first);
    expect(409, api.post("/api/channels/demo/canned-replies", reply));
    expect(
        204,
        api.call(
            "DELETE",
            "/api/channels/demo/canned-replies/" + first.body().get("id").asText(),
            null));
    expect(401, Api.withToken(stack, "e30." + CANARY + ".x").get(list));
    expect(401, Api.anonymous(stack).get(list + "?access_token=" + CANARY));
    byte[] program = ("MZ" + CANARY).getBytes(StandardCharsets.UTF_8);
    assertThat(Files.upload(stack, follower, CANARY + ".exe", "", program).status()).isEqualTo(415);
    assertThat(Files.upload(stack, follower, CANARY + ".png", "", program).status()).isEqualTo(422);
    expect(
        403,
        Api.anonymous(stack)
            .get("/api/attachments/" + conversation + "/content?expires=1&signature=" + CANARY));
    URI withToken = URI.create(stack.socket("follower") + "?access_token=" + CANARY);
    assertThat(Socket.handshakeStatus(Handshake.of(withToken, follower.token()))).isEqualTo(400);
    assertThat(
            Socket.handshakeStatus(Handshake.of(stack.socket("follower"), "e30." + CANARY + ".x")))
        .isEqualTo(401);
    try (Socket socket = Socket.open(Handshake.of(stack.socket("follower"), follower.token()))) {
      socket.await("welcome");
      socket.send(CANARY);
      socket.send(Api.object().put("type", CANARY).toString());
      socket.send(
          Api.object().put("type", "authenticate").put("token", "e30." + CANARY + ".x").toString());
      // Too long: it is closed, and all before it was answered.
      socket.send(CANARY.repeat(10_000));
      socket.awaitClose();
    }
  }

  private static void expect(int status, Api.Answer answer) {
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
  }

  /** A follower of the demo channel whose name is not one of the demo people's. */
  private Person followerCalled(String name) throws IOException, GeneralSecurityException {
    Person demo = stack.newFollower();
    String[] parts = demo.token().split("\\.", -1);
    ObjectNode claims = (ObjectNode) JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
    String signed =
        parts[0] + "." + BASE64.encodeToString(JSON.writeValueAsBytes(claims.put("name", name)));
    JsonNode key = JSON.readTree(stack.data().resolve("signing-key.json").toFile());
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(
        KeyFactory.getInstance("RSA")
            .generatePrivate(new RSAPrivateKeySpec(number(key, "n"), number(key, "d"))));
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    return new Person(demo.name(), signed + "." + BASE64.encodeToString(signature.sign()));
  }

  private static BigInteger number(JsonNode key, String field) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(key.get(field).asText()));
  }

  /** What proves a token, and is in no other. */
  private static String signature(Person person) {
    return person.token().substring(person.token().lastIndexOf('.') + 1);
  }

  private List<Path> logs() throws IOException {
    try (Stream<Path> files = java.nio.file.Files.walk(stack.data().resolve("logs"))) {
      return files.filter(java.nio.file.Files::isRegularFile).toList();
    }
  }

  private static String line(String text, String secret) {
    int at = text.indexOf(secret);
    int start = text.lastIndexOf('\n', at) + 1;
    return text.substring(start, Math.min(text.length(), at + secret.length()));
  }
}
