package io.parley.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one client can swear to: what it sent, what was acknowledged to it, what it has applied, and
 * where the server broke its word on the way. Guarded by itself.
 */
public final class Transcript {
  private final String client;
  private final boolean follower;
  private final Map<String, Sent> sent = new LinkedHashMap<>();
  private final Map<String, Acked> acked = new LinkedHashMap<>();
  private final Map<String, List<JsonNode>> applied = new LinkedHashMap<>();
  private final List<String> complaints = new ArrayList<>();
  private long repeated;
  private long connections;
  private long retries;

  Transcript(String client, boolean follower) {
    this.client = client;
    this.follower = follower;
  }

  /** Whether it is a follower's, who never gets private events. */
  boolean follower() {
    return follower;
  }

  /** A message as it was meant. */
  public record Sent(String clientMessageId, String sender, String role, String text) {}

  /** What the server vouched for. */
  public record Acked(Sent sent, String conversationId, long seq) {}

  /** A copy that no longer changes. */
  public record Snapshot(
      String client,
      boolean follower,
      List<Sent> sent,
      List<Acked> acked,
      Map<String, List<JsonNode>> applied,
      List<String> complaints,
      long repeated,
      long connections,
      long retries) {}

  public synchronized Snapshot snapshot() {
    Map<String, List<JsonNode>> logs = new LinkedHashMap<>();
    applied.forEach((conversation, events) -> logs.put(conversation, List.copyOf(events)));
    return new Snapshot(
        client,
        follower,
        List.copyOf(sent.values()),
        List.copyOf(acked.values()),
        logs,
        List.copyOf(complaints),
        repeated,
        connections,
        retries);
  }

  synchronized void sent(Sent message) {
    sent.put(message.clientMessageId(), message);
  }

  synchronized void acked(String clientMessageId, String conversationId, long seq) {
    Sent message = sent.get(clientMessageId);
    if (message == null) {
      complaints.add("acked what was not sent: " + clientMessageId);
      return;
    }
    Acked before = acked.put(clientMessageId, new Acked(message, conversationId, seq));
    if (before != null
        && (before.seq() != seq || !before.conversationId().equals(conversationId))) {
      complaints.add("acked twice with different seq: " + clientMessageId);
    }
  }

  synchronized void applied(JsonNode event) {
    applied
        .computeIfAbsent(event.get("conversationId").asText(), unknown -> new ArrayList<>())
        .add(event);
  }

  synchronized void complain(String what) {
    complaints.add(what);
  }

  synchronized void repeated() {
    repeated++;
  }

  synchronized void connected() {
    connections++;
  }

  synchronized void retried() {
    retries++;
  }

  /** What was applied of a conversation, in the order in which it was. */
  public synchronized List<JsonNode> applied(String conversationId) {
    return List.copyOf(applied.getOrDefault(conversationId, List.of()));
  }

  /** Last seq applied of each conversation. */
  public synchronized Map<String, Long> positions() {
    Map<String, Long> positions = new LinkedHashMap<>();
    applied.forEach(
        (conversation, events) ->
            positions.put(conversation, events.getLast().get("seq").asLong()));
    return positions;
  }

  synchronized long position(String conversationId) {
    List<JsonNode> events = applied.get(conversationId);
    return events == null ? 0 : events.getLast().get("seq").asLong();
  }
}
