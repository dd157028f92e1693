package io.parley.e2e.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.e2e.client.Transcript;
import io.parley.e2e.client.Transcript.Acked;
import io.parley.e2e.client.Transcript.Sent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Judges a run after its end, by three independent witnesses: the database, the topics, and what
 * every client has sent, was acknowledged and has applied.
 *
 * <ul>
 *   <li><b>I1</b> what was acknowledged is stored, at the seq that the ack named
 *   <li><b>I2</b> one row per (conversation, sender, clientMessageId), whatever was retried
 *   <li><b>I3</b> each conversation's seq is 1, 2, 3, … and ends where its own row says
 *   <li><b>I4</b> what a client has applied is strictly increasing in seq, the server never left a
 *       hole in a live stream, and, now that all are caught up, it equals the database
 *   <li><b>I5</b> content is unchanged: the text as its sender meant it, and the same JSON in the
 *       database, on Kafka and on every socket
 *   <li><b>I6</b> every committed event has reached its topic, under its conversation's key, and a
 *       conversation's events are in seq order there; repetitions are allowed, inventions are not
 * </ul>
 *
 * <p>It does not trust what it checks: unique indexes, gapless counters and merging clients are
 * recounted here from the raw rows, records and lists.
 */
public final class InvariantChecker {
  /** Kinds of events that followers never get. */
  private static final Set<String> PRIVATE = Set.of("note-added", "conversation-transferred");

  private final Stored stored;
  private final Published published;
  private final List<Transcript.Snapshot> clients;

  private final Map<Invariant, Long> checked = new TreeMap<>();
  private final Map<Invariant, List<String>> violations = new TreeMap<>();
  private final Map<String, TreeMap<Long, StoredEvent>> logs = new HashMap<>();

  private InvariantChecker(Stored stored, Published published, List<Transcript.Snapshot> clients) {
    this.stored = stored;
    this.published = published;
    this.clients = clients;
    for (Invariant each : Invariant.values()) {
      checked.put(each, 0L);
      violations.put(each, new ArrayList<>());
    }
  }

  /**
   * Judges a run.
   *
   * @param clients all clients of the run, each caught up with every conversation that it follows
   */
  public static Verdict check(
      Stored stored, Published published, List<Transcript.Snapshot> clients) {
    return new InvariantChecker(stored, published, clients).verdict();
  }

  private Verdict verdict() {
    checkRows();
    checkSeqs();
    clients.forEach(this::checkAcks);
    clients.forEach(this::checkApplied);
    checkPublished();
    return new Verdict(
        stored.events().size(),
        stored.lastSeqs().size(),
        published.events().size(),
        clients.size(),
        clients.stream().mapToLong(Transcript.Snapshot::repeated).sum(),
        clients.stream().mapToLong(Transcript.Snapshot::connections).sum(),
        clients.stream().mapToLong(Transcript.Snapshot::retries).sum(),
        checked,
        violations);
  }

  /** I2, and the index of all rows for what follows. */
  private void checkRows() {
    Set<List<String>> messages = new HashSet<>();
    for (StoredEvent event : stored.events()) {
      TreeMap<Long, StoredEvent> log =
          logs.computeIfAbsent(event.conversationId(), unknown -> new TreeMap<>());
      if (log.put(event.seq(), event) != null) {
        violation(Invariant.I3, "two rows of " + place(event));
      }
      if (event.type().equals("message-sent")) {
        List<String> identity =
            List.of(
                event.conversationId(),
                event.senderRole(),
                event.senderId(),
                event.clientMessageId());
        expect(Invariant.I2, messages.add(identity), () -> "stored twice: " + identity);
      }
    }
  }

  private void checkSeqs() {
    stored
        .lastSeqs()
        .forEach(
            (conversation, lastSeq) -> {
              TreeMap<Long, StoredEvent> log = logs.getOrDefault(conversation, new TreeMap<>());
              boolean contiguous =
                  log.isEmpty()
                      ? lastSeq == 0
                      : log.firstKey() == 1
                          && log.lastKey() == log.size()
                          && log.lastKey().equals(lastSeq);
              expect(
                  Invariant.I3,
                  contiguous,
                  () -> conversation + " says " + lastSeq + " and holds " + log.keySet());
            });
    logs.keySet().stream()
        .filter(conversation -> !stored.lastSeqs().containsKey(conversation))
        .forEach(
            conversation -> violation(Invariant.I3, "events of no conversation: " + conversation));
  }

  /** I1, and the sender's half of I5. */
  private void checkAcks(Transcript.Snapshot client) {
    for (Acked acked : client.acked()) {
      StoredEvent row = row(acked.conversationId(), acked.seq());
      Sent sent = acked.sent();
      boolean same =
          row != null
              && Objects.equals(row.clientMessageId(), sent.clientMessageId())
              && Objects.equals(row.senderId(), sent.sender())
              && Objects.equals(row.senderRole(), sent.role());
      expect(
          Invariant.I1, same, () -> client.client() + " was acked " + acked + ", stored is " + row);
      if (same) {
        JsonNode body = row.body();
        boolean unchanged =
            body.path("text").asText().equals(sent.text())
                && body.at("/sender/id").asText().equals(sent.sender())
                && body.path("clientMessageId").asText().equals(sent.clientMessageId());
        expect(Invariant.I5, unchanged, () -> "meant " + sent + ", stored " + body);
      }
    }
  }

  /** I4, and the receivers' part of I5. */
  private void checkApplied(Transcript.Snapshot client) {
    client.complaints().forEach(what -> violation(Invariant.I4, client.client() + ": " + what));
    client
        .applied()
        .forEach(
            (conversation, events) -> {
              long last = 0;
              for (JsonNode event : events) {
                long before = last;
                last = event.path("seq").asLong();
                long seq = last;
                expect(
                    Invariant.I4,
                    seq > before,
                    () -> client.client() + " applied " + seq + " after " + before);
                StoredEvent row = row(conversation, seq);
                expect(
                    Invariant.I4,
                    row == null || !client.follower() || !PRIVATE.contains(row.type()),
                    () -> client.client() + " was given the private event " + seq);
                expect(
                    Invariant.I5,
                    row != null && row.body().equals(event),
                    () -> client.client() + " saw " + event + ", stored is " + row);
              }
              long stored =
                  logs.getOrDefault(conversation, new TreeMap<>()).values().stream()
                      .filter(row -> !client.follower() || !PRIVATE.contains(row.type()))
                      .count();
              expect(
                  Invariant.I4,
                  events.size() == stored,
                  () ->
                      client.client()
                          + " applied "
                          + events.size()
                          + " events of "
                          + conversation
                          + ", stored are "
                          + stored);
            });
  }

  /** I6, and Kafka's part of I5. */
  private void checkPublished() {
    Map<String, Set<Long>> seen = new HashMap<>();
    Map<String, Long> newest = new HashMap<>();
    for (PublishedEvent event : published.events()) {
      StoredEvent row = row(event.conversationId(), event.seq());
      if (row == null) {
        violation(Invariant.I6, "published and not stored: " + event);
        continue;
      }
      boolean first =
          seen.computeIfAbsent(event.conversationId(), unknown -> new HashSet<>()).add(event.seq());
      expect(
          Invariant.I6,
          event.topic().equals(row.type())
              && event.conversationId().equals(event.key())
              && event.id().equals(event.conversationId() + ":" + event.seq()),
          () -> "published in the wrong place: " + event);
      expect(
          Invariant.I5,
          event.body().equals(row.body()),
          () -> "published " + event.body() + ", stored " + row.body());
      String stream = event.topic() + "/" + event.partition() + "/" + event.conversationId();
      long before = newest.getOrDefault(stream, 0L);
      expect(
          Invariant.I6,
          !first || event.seq() > before,
          () -> event.seq() + " first published after " + before + " in " + stream);
      newest.merge(stream, event.seq(), Math::max);
    }
    for (StoredEvent row : stored.events()) {
      expect(
          Invariant.I6,
          seen.getOrDefault(row.conversationId(), Set.of()).contains(row.seq()),
          () -> "stored and not published: " + place(row));
    }
  }

  private StoredEvent row(String conversation, long seq) {
    return logs.getOrDefault(conversation, new TreeMap<>()).get(seq);
  }

  private static String place(StoredEvent event) {
    return event.conversationId() + ":" + event.seq();
  }

  private void expect(Invariant invariant, boolean holds, java.util.function.Supplier<String> why) {
    checked.merge(invariant, 1L, Long::sum);
    if (!holds) {
      violation(invariant, why.get());
    }
  }

  private void violation(Invariant invariant, String what) {
    violations.get(invariant).add(what);
  }
}
