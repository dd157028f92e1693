package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.e2e.client.Api;
import io.parley.e2e.client.ChatClient;
import io.parley.e2e.client.Handshake;
import io.parley.e2e.client.Socket;
import io.parley.e2e.stack.Parley;
import io.parley.e2e.stack.Person;
import io.parley.e2e.stack.SharedStack;
import io.parley.e2e.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every frame that clients may send, about one conversation, by every kind of caller. */
@ExtendWith(SharedStack.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class FrameRoleMatrixIT {
  /** Who may send it about the conversation. A new frame needs a decision here. */
  private static final Map<String, Set<String>> ALLOWED =
      Map.of(
          "send", Set.of("its follower", "agent"),
          "resume", Set.of("its follower", "agent"),
          "typing", Set.of("its follower", "agent"),
          "read", Set.of("its follower", "agent"),
          // About the socket, not a conversation.
          "authenticate",
              Set.of(
                  "its follower",
                  "agent",
                  "another follower",
                  "follower of another channel",
                  "agent of another channel"));

  private final Stack stack;

  FrameRoleMatrixIT(Stack stack) {
    this.stack = stack;
  }

  @Test
  void everyFrameIsDecidedAndDoesAsDecided() throws IOException {
    // Given
    Person follower = stack.newFollower();
    String conversation;
    try (ChatClient client = ChatClient.follower(stack, follower)) {
      conversation = client.say("Hello?").join().get("conversationId").asText();
    }
    Map<String, Person> callers = new LinkedHashMap<>();
    callers.put("its follower", follower);
    callers.put("another follower", stack.newFollower());
    callers.put("follower of another channel", stack.newPerson("other-follower"));
    callers.put("agent", stack.person("agent-1"));
    callers.put("agent of another channel", stack.person("agent-3"));
    Set<String> frames = framesOfClients();
    assertThat(frames).isEqualTo(new TreeSet<>(ALLOWED.keySet()));

    // When
    List<String> wrong = new ArrayList<>();
    int cells = 0;
    for (String frame : frames) {
      for (String caller : callers.keySet()) {
        String fault = fault(frame, conversation, caller, callers);
        cells++;
        if (fault != null) {
          wrong.add(frame + " of " + caller + ": " + fault);
        }
      }
    }

    // Then
    System.out.printf("Frame and role: %d cells checked%n", cells);
    assertThat(wrong).isEmpty();
    assertThat(cells).isEqualTo(ALLOWED.size() * callers.size());
  }

  /** The frames that have a schema. */
  private static Set<String> framesOfClients() throws IOException {
    Path schemas = Parley.home().resolve("contracts/src/main/resources/schema");
    Set<String> frames = new TreeSet<>();
    try (Stream<Path> files = Files.list(schemas)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("client-"))
          .forEach(name -> frames.add(name.replaceAll("client-|\\.v1\\.json", "")));
    }
    return frames;
  }

  /**
   * What became of a frame: null when it did as decided. What is allowed shows its effect, on the
   * other side where it is a signal; what is not is answered {@code not-found} and nothing else.
   */
  private String fault(
      String frame, String conversation, String caller, Map<String, Person> callers) {
    boolean agent = caller.contains("agent");
    boolean allowed = ALLOWED.get(frame).contains(caller);
    Person otherSide = callers.get(agent ? "its follower" : "agent");
    try (Socket socket = open(agent ? "agent" : "follower", callers.get(caller));
        Socket observer = open(agent ? "follower" : "agent", otherSide)) {
      socket.send(frame(frame, conversation, callers.get(caller)).toString());
      if (!allowed) {
        JsonNode refusal = socket.await("error");
        boolean heard =
            observer.received().stream().anyMatch(given -> isOf(given, frame, conversation));
        return refusal.path("code").asText().equals("not-found") && !heard ? null : refusal + "";
      }
      switch (frame) {
        case "send" -> socket.await("ack");
        case "resume" -> socket.await("the log", given -> isOf(given, "event", conversation));
        case "typing", "read" ->
            observer.await("the signal", given -> isOf(given, frame, conversation));
        default -> {
          String next = ChatClient.newId();
          socket.send(ChatClient.frame(next, "x").put("conversationId", "none").toString());
          socket.answer(next);
        }
      }
      return socket.received().stream()
          .filter(given -> given.path("type").asText().equals("error"))
          .filter(given -> !given.has("clientMessageId"))
          .findFirst()
          .map(JsonNode::toString)
          .orElse(null);
    } catch (AssertionError silence) {
      return silence.getMessage();
    }
  }

  private Socket open(String side, Person person) {
    Socket socket = Socket.open(Handshake.of(stack.socket(side), person.token()));
    socket.await("welcome");
    return socket;
  }

  private static boolean isOf(JsonNode given, String type, String conversation) {
    return given.path("type").asText().equals(type)
        && given.path("conversationId").asText().equals(conversation);
  }

  private static ObjectNode frame(String type, String conversation, Person person) {
    ObjectNode frame = Api.object().put("type", type);
    switch (type) {
      case "send" ->
          frame
              .put("clientMessageId", ChatClient.newId())
              .put("conversationId", conversation)
              .put("text", "Me too");
      case "resume" -> frame.putObject("positions").put(conversation, 0);
      case "typing" -> frame.put("conversationId", conversation);
      case "read" -> frame.put("conversationId", conversation).put("seq", 1);
      case "authenticate" -> frame.put("token", person.token());
      default -> throw new IllegalArgumentException(type);
    }
    return frame;
  }
}
