package io.parley.e2e.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.e2e.client.Transcript.Acked;
import io.parley.e2e.client.Transcript.Sent;
import io.parley.e2e.client.Transcript.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The judge is judged first: each way of breaking a promise has to be noticed. */
class InvariantCheckerTest {
  private static final String ID = "c-1";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<StoredEvent> rows = new ArrayList<>();
  private final List<PublishedEvent> records = new ArrayList<>();
  private final List<Acked> acked = new ArrayList<>();
  private final List<JsonNode> applied = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private final Map<String, Long> lastSeqs = new LinkedHashMap<>(Map.of(ID, 3L));

  InvariantCheckerTest() {
    for (long seq = 1; seq <= 3; seq++) {
      rows.add(row(seq, "m-" + seq));
      records.add(published(seq));
      acked.add(new Acked(sent("m-" + seq), ID, seq));
      applied.add(body(seq, "m-" + seq));
    }
  }

  @Test
  void aCleanRunHasNoViolations() {
    // When
    Verdict verdict = check();

    // Then
    assertThat(verdict.violationCount()).as(verdict.summary()).isZero();
    assertThat(verdict.checked())
        .containsEntry(Invariant.I1, 3L)
        .containsEntry(Invariant.I2, 3L)
        .containsEntry(Invariant.I3, 1L)
        .containsEntry(Invariant.I6, 9L);
  }

  @Test
  void aRepeatedRecordIsNoViolation() {
    // Given
    records.add(published(2));

    // When, Then
    assertThat(check().violationCount()).isZero();
  }

  @Test
  void anAckedMessageThatIsNotStoredIsNoticed() {
    // Given
    acked.add(new Acked(sent("m-4"), ID, 4));

    // When, Then
    assertOnly(Invariant.I1);
  }

  @Test
  void anAckWithAnotherMessagesSeqIsNoticed() {
    // Given
    acked.set(0, new Acked(sent("m-1"), ID, 2));

    // When, Then
    assertOnly(Invariant.I1);
  }

  @Test
  void aMessageStoredTwiceIsNoticed() {
    // Given
    rows.add(row(4, "m-3"));
    lastSeqs.put(ID, 4L);
    records.add(published(4));
    applied.add(body(4, "m-4"));

    // When, Then
    assertThat(check().violations().get(Invariant.I2)).hasSize(1);
  }

  @Test
  void aGapIsNoticed() {
    // Given
    rows.remove(1);
    records.remove(1);
    acked.remove(1);
    applied.remove(1);

    // When, Then
    assertOnly(Invariant.I3);
  }

  @Test
  void aCounterThatDisagreesWithTheLogIsNoticed() {
    // Given
    lastSeqs.put(ID, 4L);

    // When, Then
    assertOnly(Invariant.I3);
  }

  @Test
  void aClientThatMissesAnEventIsNoticed() {
    // Given
    applied.remove(1);

    // When, Then
    assertOnly(Invariant.I4);
  }

  @Test
  void aClientThatAppliesOutOfOrderIsNoticed() {
    // Given
    applied.add(0, applied.remove(1));

    // When, Then
    assertOnly(Invariant.I4);
  }

  @Test
  void aHoleInALiveStreamIsNoticed() {
    // Given
    complaints.add("a hole");

    // When, Then
    assertOnly(Invariant.I4);
  }

  @Test
  void aFollowerWithoutTheNoteHasTheWholeOfItsLog() {
    // Given
    addNote();

    // When, Then
    assertThat(check().violationCount()).isZero();
  }

  @Test
  void aNoteGivenToAFollowerIsNoticed() {
    // Given
    addNote();
    applied.add(body(4, "n-1"));

    // When, Then
    assertOnly(Invariant.I4);
  }

  private void addNote() {
    rows.add(new StoredEvent(ID, 4, "note-added", "AGENT", "agent-1", "n-1", body(4, "n-1")));
    records.add(new PublishedEvent("note-added", 0, 4, ID, ID + ":4", body(4, "n-1")));
    lastSeqs.put(ID, 4L);
  }

  @Test
  void aTextChangedOnTheWayToAClientIsNoticed() {
    // Given
    ((ObjectNode) applied.get(1)).put("text", "something else");

    // When, Then
    assertOnly(Invariant.I5);
  }

  @Test
  void aTextStoredOtherwiseThanMeantIsNoticed() {
    // Given
    acked.set(0, new Acked(new Sent("m-1", "follower-7", "FOLLOWER", "meant otherwise"), ID, 1));

    // When, Then
    assertOnly(Invariant.I5);
  }

  @Test
  void anEventThatWasNotPublishedIsNoticed() {
    // Given
    records.remove(1);

    // When, Then
    assertOnly(Invariant.I6);
  }

  @Test
  void anEventUnderAnotherKeyIsNoticed() {
    // Given
    PublishedEvent right = records.getFirst();
    records.set(0, new PublishedEvent(right.topic(), 0, 0, "c-2", right.id(), right.body()));

    // When, Then
    assertOnly(Invariant.I6);
  }

  @Test
  void aPublishedEventThatWasNeverStoredIsNoticed() {
    // Given
    records.add(published(9));

    // When, Then
    assertOnly(Invariant.I6);
  }

  @Test
  void eventsPublishedOutOfOrderAreNoticed() {
    // Given
    records.add(0, records.remove(1));

    // When, Then
    assertOnly(Invariant.I6);
  }

  private void assertOnly(Invariant expected) {
    Verdict verdict = check();
    for (Invariant each : Invariant.values()) {
      assertThat(verdict.violations().get(each).isEmpty())
          .as(each + " in\n" + verdict.summary())
          .isEqualTo(each != expected);
    }
  }

  private Verdict check() {
    return InvariantChecker.check(
        new Stored(rows, lastSeqs),
        new Published(records),
        List.of(
            new Snapshot(
                "follower-7", true, List.of(), acked, Map.of(ID, applied), complaints, 0, 1, 0)));
  }

  private static Sent sent(String id) {
    return new Sent(id, "follower-7", "FOLLOWER", "text of " + id);
  }

  private static StoredEvent row(long seq, String id) {
    return new StoredEvent(ID, seq, "message-sent", "FOLLOWER", "follower-7", id, body(seq, id));
  }

  private static PublishedEvent published(long seq) {
    return new PublishedEvent("message-sent", 0, seq, ID, ID + ":" + seq, body(seq, "m-" + seq));
  }

  private static JsonNode body(long seq, String id) {
    try {
      return JSON.readTree(
          """
          {"event":"message-sent","conversationId":"c-1","seq":%d,"clientMessageId":"%s",
           "sender":{"role":"FOLLOWER","id":"follower-7"},"text":"text of %s"}"""
              .formatted(seq, id, id));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
