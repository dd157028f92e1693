package io.parley.e2e.fault;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.e2e.client.ChatClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One conversation under load: the follower and the agent each send one message after the other,
 * the next when the one before is answered for good.
 */
final class Talk {
  private static final long PATIENCE_SECONDS = 120;

  private final ChatClient follower;
  private final ChatClient agent;
  private final int ofFollower;
  private final int ofAgent;
  private final Phases phases;
  private final AtomicLong acked;
  private volatile String conversation;

  /**
   * @param acked counts the acks of all talks
   */
  Talk(
      ChatClient follower,
      ChatClient agent,
      int ofFollower,
      int ofAgent,
      Phases phases,
      AtomicLong acked) {
    this.follower = follower;
    this.agent = agent;
    this.ofFollower = ofFollower;
    this.ofAgent = ofAgent;
    this.phases = phases;
    this.acked = acked;
  }

  /** Opens the conversation and lets both sides talk; completes when each has said everything. */
  CompletableFuture<Void> start() {
    return onOwnThread(this::openAndTalk)
        .thenCompose(
            opened ->
                CompletableFuture.allOf(onOwnThread(this::followers), onOwnThread(this::agents)));
  }

  String conversation() {
    return conversation;
  }

  private void openAndTalk() {
    JsonNode ack = answered(follower.say("1 of " + follower.person().name()));
    conversation = ack.get("conversationId").asText();
    answered(agent.say(conversation, "1 of " + agent.person().name()));
  }

  private void followers() {
    for (int i = 2; i <= ofFollower; i++) {
      phases.awaitTurn(i, ofFollower);
      answered(follower.say(i + " of " + follower.person().name()));
    }
  }

  private void agents() {
    for (int i = 2; i <= ofAgent; i++) {
      phases.awaitTurn(i, ofAgent);
      answered(agent.say(conversation, i + " of " + agent.person().name()));
    }
  }

  private JsonNode answered(CompletableFuture<JsonNode> answer) {
    JsonNode frame = answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    if (!frame.get("type").asText().equals("ack")) {
      throw new AssertionError("Refused: " + frame);
    }
    acked.incrementAndGet();
    return frame;
  }

  private static CompletableFuture<Void> onOwnThread(Runnable work) {
    return CompletableFuture.runAsync(work, task -> Thread.ofVirtual().start(task));
  }
}
