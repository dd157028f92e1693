package io.parley.e2e.containers;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.e2e.client.ChatClient;
import io.parley.e2e.stack.Await;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A follower and an agent who do not stop talking until told to: each sends the next message when
 * the one before is acknowledged.
 */
final class Chatter {
  /** Longer than any container needs to come back. */
  private static final long PATIENCE_SECONDS = 240;

  /** People do not write faster than the limits of flooding allow. */
  private static final long PACE_NANOS = 250_000_000;

  private final ChatClient follower;
  private final ChatClient agent;
  private final String conversation;
  private final AtomicInteger acked = new AtomicInteger();
  private final CompletableFuture<Void> both;
  private volatile boolean over;

  Chatter(ChatClient follower, ChatClient agent, String conversation) {
    this.follower = follower;
    this.agent = agent;
    this.conversation = conversation;
    this.both = CompletableFuture.allOf(talk(follower), talk(agent));
  }

  private CompletableFuture<Void> talk(ChatClient client) {
    return CompletableFuture.runAsync(
        () -> {
          for (int i = 1; !over; i++) {
            JsonNode answer =
                client
                    .say(conversation, i + " of " + client.person().name())
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .join();
            if (!answer.get("type").asText().equals("ack")) {
              throw new AssertionError("Refused: " + answer);
            }
            acked.incrementAndGet();
            LockSupport.parkNanos(PACE_NANOS);
          }
        },
        task -> Thread.ofVirtual().start(task));
  }

  /** Messages acknowledged so far. */
  int acked() {
    return acked.get();
  }

  /** Waits until some more messages are acknowledged than are now. */
  void awaitMore(int messages, String after) {
    int enough = acked.get() + messages;
    Await.until(
        () -> "people chat on " + after + "; " + follower + ", " + agent,
        Duration.ofSeconds(PATIENCE_SECONDS),
        () -> acked.get() >= enough || both.isCompletedExceptionally());
    if (both.isCompletedExceptionally()) {
      both.join();
    }
  }

  /** Lets both finish what they have begun. */
  void end() {
    over = true;
    both.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }
}
