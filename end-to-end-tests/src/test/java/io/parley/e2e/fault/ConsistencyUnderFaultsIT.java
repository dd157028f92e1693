package io.parley.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.e2e.client.ChatClient;
import io.parley.e2e.client.Transcript;
import io.parley.e2e.invariant.InvariantChecker;
import io.parley.e2e.invariant.Published;
import io.parley.e2e.invariant.Stored;
import io.parley.e2e.invariant.Verdict;
import io.parley.e2e.stack.Await;
import io.parley.e2e.stack.Person;
import io.parley.e2e.stack.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Twenty thousand messages while one part after the other is killed with SIGKILL and comes back.
 * Clients only do what the protocol asks of them: retry with the same id, reconnect, resume.
 */
class ConsistencyUnderFaultsIT {
  private static final int CONVERSATIONS = 200;
  private static final int OF_FOLLOWER = 60;
  private static final int OF_AGENT = 40;
  private static final long MESSAGES = CONVERSATIONS * (long) (OF_FOLLOWER + OF_AGENT);

  /** In this order; each is back before the next goes. */
  private static final List<String> KILLED =
      List.of("conversation-service", "messaging-gateway", "kafka", "postgres");

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void nothingIsLostDoubledOrReordered() {
    // Given
    try (Stack stack = Stack.start("--gateways", "2")) {
      List<ChatClient> agents =
          List.of(
              ChatClient.agent(stack, stack.person("agent-1")),
              ChatClient.agent(stack, stack.person("agent-2")),
              ChatClient.agent(stack, stack.person("admin-1")));
      List<Person> people = stack.newFollowers(CONVERSATIONS);
      List<ChatClient> followers =
          people.parallelStream().map(each -> ChatClient.follower(stack, each)).toList();
      Phases phases = new Phases(KILLED.size() + 1);
      AtomicLong acked = new AtomicLong();
      List<Talk> talks = new ArrayList<>();
      for (int i = 0; i < CONVERSATIONS; i++) {
        talks.add(
            new Talk(
                followers.get(i),
                agents.get(i % agents.size()),
                OF_FOLLOWER,
                OF_AGENT,
                phases,
                acked));
      }

      // When
      long started = System.nanoTime();
      List<CompletableFuture<Void>> talking = talks.stream().map(Talk::start).toList();
      CompletableFuture<Void> all =
          CompletableFuture.allOf(talking.toArray(CompletableFuture[]::new));
      for (int i = 0; i < KILLED.size(); i++) {
        killInMidTraffic(stack, KILLED.get(i), i, phases, acked, all);
      }
      joined(all, acked, followers, agents);
      double seconds = (System.nanoTime() - started) / 1e9;

      // Then
      Stored stored = settled(stack, followers, agents);
      Verdict verdict =
          InvariantChecker.check(stored, Published.read(stack), transcripts(followers, agents));
      System.out.printf(
          "%,d messages over %,d conversations in %.0f s, killed: %s%n%s",
          acked.get(), CONVERSATIONS, seconds, String.join(", ", KILLED), verdict.summary());
      assertThat(acked.get()).isEqualTo(MESSAGES);
      // Each conversation was opened once and taken once.
      assertThat(stored.events()).hasSize(Math.toIntExact(MESSAGES + 2 * CONVERSATIONS));
      assertThat(verdict.violationCount()).as(verdict.summary()).isZero();
      followers.forEach(ChatClient::close);
      agents.forEach(ChatClient::close);
    }
  }

  private static void killInMidTraffic(
      Stack stack,
      String name,
      int index,
      Phases phases,
      AtomicLong acked,
      CompletableFuture<Void> all) {
    long middle = MESSAGES * (2L * index + 1) / (2L * (KILLED.size() + 1));
    Await.until(
        () -> middle + " messages are acked, " + acked + " so far",
        PATIENCE,
        () -> acked.get() >= middle || all.isCompletedExceptionally());
    long pid = stack.kill(name);
    phases.next();
    stack.awaitRestart(name, pid);
  }

  private static void joined(
      CompletableFuture<Void> all,
      AtomicLong acked,
      List<ChatClient> followers,
      List<ChatClient> agents) {
    try {
      all.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      List<ChatClient> clients = new ArrayList<>(agents);
      clients.addAll(followers);
      throw new AssertionError(
          "%d of %d messages acked; %s"
              .formatted(acked.get(), MESSAGES, clients.stream().limit(6).toList()),
          e);
    }
  }

  /** Waits until Kafka has everything and every client is where the database is. */
  private static Stored settled(Stack stack, List<ChatClient> followers, List<ChatClient> agents) {
    Await.until("the outbox is empty", PATIENCE, () -> Stored.owed(stack) == 0);
    Stored stored = Stored.read(stack);
    for (ChatClient agent : agents) {
      Await.until(
          () -> agent + " has everything", PATIENCE, () -> reached(agent, stored.lastSeqs()));
    }
    for (ChatClient follower : followers) {
      Await.until(
          () -> follower + " has everything",
          PATIENCE,
          () ->
              follower.transcript().positions().entrySet().stream()
                  .allMatch(each -> each.getValue().equals(stored.lastSeqs().get(each.getKey()))));
    }
    return stored;
  }

  private static boolean reached(ChatClient agent, Map<String, Long> lastSeqs) {
    return agent.transcript().positions().equals(lastSeqs);
  }

  private static List<Transcript.Snapshot> transcripts(
      List<ChatClient> followers, List<ChatClient> agents) {
    List<Transcript.Snapshot> all = new ArrayList<>();
    followers.forEach(each -> all.add(each.transcript().snapshot()));
    agents.forEach(each -> all.add(each.transcript().snapshot()));
    return all;
  }
}
