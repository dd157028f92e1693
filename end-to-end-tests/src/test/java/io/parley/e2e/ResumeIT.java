package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.e2e.client.Api;
import io.parley.e2e.client.ChatClient;
import io.parley.e2e.client.Handshake;
import io.parley.e2e.client.Socket;
import io.parley.e2e.stack.Person;
import io.parley.e2e.stack.SharedStack;
import io.parley.e2e.stack.Stack;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever was away gets exactly what was missed, in order, and then what happens. */
@ExtendWith(SharedStack.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ResumeIT {
  private static final int MISSED = 10_000;

  /** Devices that write together: each stays within the frames that one socket may send at once. */
  private static final int WRITERS = 3;

  private final Stack stack;

  ResumeIT(Stack stack) {
    this.stack = stack;
  }

  @Test
  void aClientAwayForTenThousandMessagesGetsExactlyThese() {
    // Given: a follower and an agent who both know the conversation up to 4
    Person person = stack.newFollower();
    String id = takenConversation(person);

    // When: all are away, and ten thousand messages are written
    write(person, MISSED);

    // Then: each asks for what follows 4, and gets that, in order, and no more
    long last = 4 + MISSED;
    assertResumes(stack.socket("follower"), person, "{\"type\":\"resume\",\"after\":4}", id, last);
    assertResumes(
        stack.socket("agent"),
        stack.person("agent-1"),
        "{\"type\":\"resume\",\"positions\":{\"" + id + "\":4}}",
        id,
        last + 1);
  }

  private void assertResumes(URI address, Person person, String frame, String id, long last) {
    try (Socket socket = Socket.open(Handshake.of(address, person.token()))) {
      // When
      socket.await("welcome");
      socket.send(frame);
      JsonNode caughtUp = socket.await("caught-up");

      // Then: all before caught-up, each once
      List<JsonNode> frames = socket.received();
      List<Long> seqs = seqsOf(frames.subList(0, frames.indexOf(caughtUp)), id);
      assertRun(seqs, 5, last);
      assertThat(caughtUp.at("/positions/" + id).asLong()).isEqualTo(last);

      // When: something happens now
      long seq =
          Api.as(stack, stack.person("agent-1"))
              .say(id, ChatClient.newId(), "Live")
              .body()
              .get("seq")
              .asLong();

      // Then: it follows, on the same connection
      JsonNode live =
          socket.await("live event", each -> each.path("seq").asLong() == seq && isEvent(each, id));
      assertThat(live.get("text").asText()).isEqualTo("Live");
      assertRun(seqsOf(socket.received(), id), 5, seq);
    }
  }

  @Test
  void aResumeWhileMessagesKeepComingHasNoHole() {
    // Given
    Person person = stack.newFollower();
    String id = takenConversation(person);
    write(person, 2_000);
    AtomicBoolean enough = new AtomicBoolean();
    CompletableFuture<Integer> writing =
        CompletableFuture.supplyAsync(() -> writeUntil(person, enough));

    try (ChatClient follower = ChatClient.follower(stack, person);
        ChatClient agent = ChatClient.agent(stack, stack.person("agent-2"))) {
      // When: they come and go while others write
      for (int i = 0; i < 20; i++) {
        follower.leave();
        agent.leave();
        follower.comeBack();
        agent.comeBack();
      }
      enough.set(true);
      long last = 2_004L + writing.join();

      // Then: each has each event once, in order
      for (ChatClient each : List.of(follower, agent)) {
        assertRun(
            each.awaitSeq(id, last).stream().map(event -> event.get("seq").asLong()).toList(),
            1,
            last);
        assertThat(each.transcript().snapshot().complaints()).isEmpty();
      }
      System.out.printf("%,d messages while two clients resumed 20 times each%n", last - 2_004L);
    }
  }

  @Test
  void aClientThatMissedNothingIsCaughtUpAtOnce() {
    // Given
    Person person = stack.newFollower();
    String id = takenConversation(person);

    try (Socket socket = Socket.open(Handshake.of(stack.socket("follower"), person.token()))) {
      // When
      JsonNode welcome = socket.await("welcome");
      socket.send("{\"type\":\"resume\",\"after\":4}");
      JsonNode caughtUp = socket.await("caught-up");

      // Then
      assertThat(welcome.at("/conversations/0/id").asText()).isEqualTo(id);
      assertThat(welcome.at("/conversations/0/lastSeq").asLong()).isEqualTo(4);
      assertThat(caughtUp.at("/positions/" + id).asLong()).isEqualTo(4);
      assertThat(seqsOf(socket.received(), id)).isEmpty();
    }
  }

  private String takenConversation(Person person) {
    try (ChatClient follower = ChatClient.follower(stack, person)) {
      String id = follower.say("Hello?").join().get("conversationId").asText();
      Api.as(stack, stack.person("agent-1")).say(id, ChatClient.newId(), "Good morning!");
      follower.awaitSeq(id, 4);
      return id;
    }
  }

  /** The follower writes on several devices at once. */
  private void write(Person person, int messages) {
    List<ChatClient> devices = devices(person);
    List<CompletableFuture<JsonNode>> answers = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      answers.add(devices.get(i % WRITERS).say("Message " + i));
      if (answers.size() % 500 == 0) {
        // Well below the sends that one socket may have without an ack.
        answers.getLast().join();
      }
    }
    answers.forEach(CompletableFuture::join);
    devices.forEach(ChatClient::close);
  }

  private int writeUntil(Person person, AtomicBoolean enough) {
    List<ChatClient> devices = devices(person);
    int messages = 0;
    while (!enough.get()) {
      List<CompletableFuture<JsonNode>> round =
          devices.stream()
              .flatMap(each -> Stream.generate(() -> each.say("While others resume")).limit(20))
              .toList();
      round.forEach(CompletableFuture::join);
      messages += round.size();
    }
    devices.forEach(ChatClient::close);
    return messages;
  }

  private List<ChatClient> devices(Person person) {
    List<ChatClient> devices = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      devices.add(ChatClient.follower(stack, person));
    }
    return devices;
  }

  /** Exactly first, first + 1, … last; says only where it first differs, as these are many. */
  private static void assertRun(List<Long> seqs, long first, long last) {
    for (int i = 0; i < seqs.size(); i++) {
      assertThat(seqs.get(i)).as("number %d of the events", i).isEqualTo(first + i);
    }
    assertThat(seqs.size()).as("number of events").isEqualTo(last - first + 1);
  }

  private static List<Long> seqsOf(List<JsonNode> frames, String id) {
    return frames.stream()
        .filter(frame -> isEvent(frame, id))
        .map(frame -> frame.get("seq").asLong())
        .toList();
  }

  private static boolean isEvent(JsonNode frame, String id) {
    return frame.path("type").asText().equals("event")
        && frame.path("conversationId").asText().equals(id);
  }
}
