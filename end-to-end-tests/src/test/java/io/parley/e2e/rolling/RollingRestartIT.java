package io.parley.e2e.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.e2e.client.Api;
import io.parley.e2e.client.ChatClient;
import io.parley.e2e.client.Files;
import io.parley.e2e.client.Transcript;
import io.parley.e2e.invariant.InvariantChecker;
import io.parley.e2e.invariant.Published;
import io.parley.e2e.invariant.Stored;
import io.parley.e2e.invariant.Verdict;
import io.parley.e2e.stack.Await;
import io.parley.e2e.stack.Parley;
import io.parley.e2e.stack.Person;
import io.parley.e2e.stack.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every instance of every service is told to end with SIGTERM, one after the other, while people
 * write, send files, read figures and answer by REST. Nobody may notice more than that the socket
 * was opened again.
 */
class RollingRestartIT {
  private static final int CONVERSATIONS = 30;
  private static final int UPLOADERS = 3;

  /** In this order; each is ready again before the next goes. */
  private static final List<String> ROLLED =
      List.of(
          "conversation-service",
          "conversation-service-2",
          "messaging-gateway",
          "messaging-gateway-2",
          "attachment-service",
          "attachment-service-2",
          "analytics-service",
          "analytics-service-2");

  private static final String FIGURES = "/api/channels/demo/analytics/last-24-hours";

  /** Kubernetes kills after terminationGracePeriodSeconds; this is how long a service may take. */
  private static final Duration OUT_WITHIN = Duration.ofSeconds(25);

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int SERVICE_RESTART = 1012;

  private final Load load = new Load();
  private final List<ChatClient> agents = new ArrayList<>();
  private final List<ChatClient> followers = new ArrayList<>();
  private final List<String> conversations = new ArrayList<>();

  @AfterEach
  void leaveNobodyAtWork() {
    load.beginNoMore();
  }

  @Test
  @Timeout(value = 25, unit = TimeUnit.MINUTES)
  void nobodyNoticesThatEveryServiceIsRestarted() {
    // Given
    try (Stack stack =
        Stack.start(
            "--conversation-services", "2",
            "--gateways", "2",
            "--attachment-services", "2",
            "--analytics-services", "2")) {
      connect(stack);
      beginLoad(stack);

      // When
      List<Long> outMillis = new ArrayList<>();
      long started = System.nanoTime();
      for (String name : ROLLED) {
        outMillis.add(roll(stack, name));
      }
      double seconds = (System.nanoTime() - started) / 1e9;
      load.stop();

      // Then
      Stored stored = settled(stack);
      Verdict verdict =
          InvariantChecker.check(
              stored, Published.read(stack), clients().map(c -> snapshot(c)).toList());
      Seen seen = Seen.of(clients().toList());
      System.out.printf(
          "%d instances restarted in %.0f s under load, out within %d ms each; done: %s%n%s%s",
          ROLLED.size(),
          seconds,
          outMillis.stream().mapToLong(Long::longValue).max().orElseThrow(),
          load.done(),
          seen.summary(),
          verdict.summary());
      assertThat(load.failures()).isEmpty();
      assertThat(load.done()).allSatisfy((what, count) -> assertThat(count).as(what).isPositive());
      assertThat(seen.refusedForNow()).as("messages refused for now").isZero();
      assertThat(seen.closes()).containsOnlyKeys(SERVICE_RESTART);
      // Both gateways went, so everybody came back at least once.
      assertThat(seen.closes().get(SERVICE_RESTART)).isGreaterThanOrEqualTo(clients().count());
      assertThat(verdict.violationCount()).as(verdict.summary()).isZero();
      assertFiguresAreRight(stack);
      clients().forEach(ChatClient::close);
    }
  }

  private void connect(Stack stack) {
    for (String name : List.of("agent-1", "agent-2", "admin-1")) {
      agents.add(ChatClient.agent(stack, stack.person(name)));
    }
    List<Person> people = stack.newFollowers(CONVERSATIONS);
    people.forEach(person -> followers.add(ChatClient.follower(stack, person)));
    for (int i = 0; i < CONVERSATIONS; i++) {
      JsonNode ack = followers.get(i).say("Is anybody there?").join();
      String conversation = ack.get("conversationId").asText();
      agentOf(i).say(conversation, "Yes!").join();
      conversations.add(conversation);
    }
  }

  private ChatClient agentOf(int conversation) {
    return agents.get(conversation % agents.size());
  }

  private void beginLoad(Stack stack) {
    for (int i = 0; i < CONVERSATIONS; i++) {
      ChatClient follower = followers.get(i);
      ChatClient agent = agentOf(i);
      String conversation = conversations.get(i);
      load.repeat("messages of followers", 1_000, () -> refusal(follower.say("And then?")));
      load.repeat("messages of agents", 1_000, () -> refusal(agent.say(conversation, "Then …")));
    }
    for (int i = 0; i < UPLOADERS; i++) {
      ChatClient follower = followers.get(i);
      load.repeat("files sent and read", 700, () -> sendFile(stack, follower));
    }
    Person analyst = stack.person("admin-1");
    load.repeat("figures read", 200, () -> unlessOk(Api.as(stack, analyst).get(FIGURES)));
    load.repeat("chat lists read", 200, () -> unlessOk(chatList(stack, analyst)));
    load.repeat("messages by REST", 300, () -> unlessOk(sayByRest(stack)));
  }

  private static String refusal(CompletableFuture<JsonNode> answer) {
    JsonNode frame = answer.orTimeout(60, TimeUnit.SECONDS).join();
    return frame.get("type").asText().equals("ack") ? null : frame.toString();
  }

  /** Uploads a file, sends it in a message, and loads it. */
  private static String sendFile(Stack stack, ChatClient follower) {
    Api.Answer uploaded = Files.upload(stack, follower.person(), "photo.png", "");
    if (uploaded.status() != 201) {
      return "upload: " + uploaded.status() + " " + uploaded.body();
    }
    String id = uploaded.body().get("id").asText();
    ObjectNode frame = ChatClient.frame(ChatClient.newId(), "Look!");
    frame.putArray("attachmentIds").add(id);
    String refused = refusal(follower.send(frame));
    if (refused != null) {
      return "send: " + refused;
    }
    int status = Files.content(stack, follower.person(), id).statusCode();
    return status == 200 ? null : "download: " + status;
  }

  private static Api.Answer chatList(Stack stack, Person agent) {
    return Api.as(stack, agent).get("/api/channels/demo/conversations?status=ACTIVE");
  }

  /** By the owner of the first conversation. */
  private Api.Answer sayByRest(Stack stack) {
    return Api.as(stack, agents.getFirst().person())
        .say(conversations.getFirst(), ChatClient.newId(), "By REST");
  }

  private static String unlessOk(Api.Answer answer) {
    return answer.status() / 100 == 2 ? null : answer.status() + " " + answer.body();
  }

  /** Returns how many milliseconds the instance took to be gone. */
  private static long roll(Stack stack, String name) {
    long signalled = System.nanoTime();
    long pid = stack.terminate(name, OUT_WITHIN);
    long millis = (System.nanoTime() - signalled) / 1_000_000;
    stack.awaitRestart(name, pid);
    System.out.printf(
        "%s was out within %d ms and back after %.0f s%n",
        name, millis, (System.nanoTime() - signalled) / 1e9);
    return millis;
  }

  private Stream<ChatClient> clients() {
    return Stream.concat(agents.stream(), followers.stream());
  }

  private static Transcript.Snapshot snapshot(ChatClient client) {
    return client.transcript().snapshot();
  }

  /** Waits until Kafka has everything and every client is where the database is. */
  private Stored settled(Stack stack) {
    Await.until("the outbox is empty", PATIENCE, () -> Stored.owed(stack) == 0);
    Stored stored = Stored.read(stack);
    clients()
        .forEach(
            client ->
                Await.until(
                    () -> client + " has everything",
                    PATIENCE,
                    () -> isAt(client, stored.lastSeqs())));
    return stored;
  }

  private static boolean isAt(ChatClient client, Map<String, Long> lastSeqs) {
    Map<String, Long> positions = client.transcript().positions();
    return !positions.isEmpty() && lastSeqs.entrySet().containsAll(positions.entrySet());
  }

  /** Whichever instance answers, and after they were computed anew from the log. */
  private void assertFiguresAreRight(Stack stack) {
    for (int i = 0; i < CONVERSATIONS; i++) {
      Api.as(stack, agentOf(i).person())
          .post("/api/conversations/" + conversations.get(i) + "/finish", Api.object());
    }
    Await.until(
        () -> "every chat is finished in the figures, which are " + figures(stack),
        PATIENCE,
        () ->
            figures(stack).stream()
                .allMatch(each -> each.get("finished").asInt() == CONVERSATIONS));
    Set<JsonNode> before = figures(stack);
    Parley.Outcome rebuilt = Parley.run("rebuild-analytics", "--data", stack.data().toString());
    Set<JsonNode> after = figures(stack);
    assertThat(rebuilt.exitCode()).as(String.join("\n", rebuilt.err())).isZero();
    assertThat(before).hasSize(1);
    assertThat(after).isEqualTo(before);
    assertThat(before.iterator().next().get("activeNow").asInt()).isZero();
  }

  /** Of both instances, without the window's ends. */
  private static Set<JsonNode> figures(Stack stack) {
    Set<JsonNode> figures = new HashSet<>();
    for (String name : List.of("analytics-service", "analytics-service-2")) {
      JsonNode body = Api.ofInstance(stack, name, stack.person("admin-1")).get(FIGURES).body();
      figures.add(((ObjectNode) body).without(List.of("from", "to")));
    }
    return figures;
  }
}
