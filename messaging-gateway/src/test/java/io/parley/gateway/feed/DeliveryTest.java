package io.parley.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contracts.command.Actor;
import io.parley.contracts.command.ReplayBatch;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.json.Json;
import io.parley.contracts.socket.CloseCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Single cases that {@link DeliveryPropertyTest} cannot name. */
class DeliveryTest implements Pages, Delivery.Observer {
  private record Asked(Actor actor, String conversationId, long after, Callback callback) {}

  private static final class Recorder implements Outlet {
    private final List<Long> seqs = new ArrayList<>();
    private final List<Boolean> marks = new ArrayList<>();
    private final List<String> frames = new ArrayList<>();
    private final List<CloseCode> closed = new ArrayList<>();
    private final List<Runnable> writing = new ArrayList<>();

    @Override
    public void send(byte[] frame) {
      frames.add(new String(frame, StandardCharsets.UTF_8));
    }

    @Override
    public void event(EventFrame event, boolean mark) {
      seqs.add(event.seq());
      marks.add(mark);
    }

    @Override
    public void close(CloseCode code) {
      closed.add(code);
    }

    @Override
    public void whenWritten(Runnable next) {
      writing.add(next);
    }
  }

  private final List<Asked> asked = new ArrayList<>();
  private final List<String> unreadable = new ArrayList<>();
  private final Delivery delivery = new Delivery(this, this, 100, 2);
  private int filled;

  private static LogRecord event(String conversation, String follower, long seq, long firstSeq) {
    return event(conversation, follower, seq, firstSeq, "");
  }

  private static LogRecord event(
      String conversation, String follower, long seq, long firstSeq, String more) {
    byte[] body = body("message-sent", conversation, follower, seq, firstSeq, more);
    return new LogRecord(conversation, "demo", follower, seq, body, "");
  }

  private static LogRecord note(String conversation, String follower, long seq, long after) {
    byte[] body = body("note-added", conversation, follower, seq, seq, ",\"after\":" + after);
    return new LogRecord(conversation, "demo", follower, seq, body, "");
  }

  private static byte[] body(String conversation, String follower, long seq, long firstSeq) {
    return body("message-sent", conversation, follower, seq, firstSeq, "");
  }

  private static byte[] body(
      String event, String conversation, String follower, long seq, long firstSeq, String more) {
    return String.format(
            "{\"event\":\"%s\",\"conversationId\":\"%s\",\"channelId\":\"demo\","
                + "\"followerId\":\"%s\",\"seq\":%d,\"firstSeq\":%d,"
                + "\"sender\":{\"role\":\"%s\"},\"text\":\"%s\"%s}",
            event,
            conversation,
            follower,
            seq,
            firstSeq,
            seq % 2 == 0 ? "AGENT" : "FOLLOWER",
            "x".repeat(1_000),
            more)
        .getBytes(StandardCharsets.UTF_8);
  }

  private Subscriber open(
      ParticipantRole role, String id, Recorder outlet, Map<String, Long> positions) {
    Subscriber subscriber = new Subscriber(new Actor(role, id, id, Set.of("demo")), outlet);
    delivery.arriving(subscriber);
    delivery.welcomed(subscriber, positions);
    return subscriber;
  }

  private void records(LogRecord... records) {
    delivery.records(new ArrayList<>(List.of(records)));
  }

  private void answer(Asked request, long lastSeq, long... seqs) {
    List<JsonNode> events =
        LongStream.of(seqs)
            .<JsonNode>mapToObj(seq -> json(body(request.conversationId(), "f", seq, seq)))
            .toList();
    request.callback().page(new ReplayBatch.Page("demo", "f", lastSeq, events, null));
  }

  private static Map<String, Long> positions(String prefix) {
    Map<String, Long> positions = new LinkedHashMap<>();
    for (int i = 0; i < 500; i++) {
      positions.put(prefix + i, 0L);
    }
    return positions;
  }

  private static JsonNode json(byte[] body) {
    try {
      return Json.tolerant().readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theSecondEventOfAnUnknownCommandWaitsForTheFirst() {
    // Given
    Recorder agent = new Recorder();
    open(ParticipantRole.AGENT, "a", agent, Map.of());

    // When
    records(event("c", "f", 6, 5));
    answer(asked.getFirst(), 6, 5, 6);

    // Then
    assertThat(asked.getFirst().after()).isEqualTo(4);
    assertThat(asked.getFirst().actor()).isNull();
    assertThat(agent.seqs).containsExactly(5L, 6L);
    assertThat(filled).isEqualTo(2);
  }

  @Test
  void aPollIsPutInOrder() {
    // Given
    Recorder agent = new Recorder();
    open(ParticipantRole.AGENT, "a", agent, Map.of());

    // When
    records(event("c", "f", 6, 5), event("c", "f", 7, 7), event("c", "f", 5, 5));

    // Then
    assertThat(agent.seqs).containsExactly(5L, 6L, 7L);
    assertThat(asked).isEmpty();
  }

  @Test
  void anUnreadableRecordIsReportedAndItsEventComesFromTheDatabase() {
    // Given
    Recorder agent = new Recorder();
    open(ParticipantRole.AGENT, "a", agent, Map.of());
    records(event("c", "f", 5, 5));

    // When
    records(
        new LogRecord("c", "demo", "f", 6, "{\"a\":".getBytes(StandardCharsets.UTF_8), "origin"),
        event("c", "f", 7, 7));
    answer(asked.getFirst(), 7, 6, 7);

    // Then
    assertThat(unreadable).containsExactly("The body is not JSON that can be read");
    assertThat(agent.seqs).containsExactly(5L, 6L, 7L);
  }

  @Test
  void bodiesThatNobodyWantsAreNotRead() {
    // Given
    Recorder follower = new Recorder();
    open(ParticipantRole.FOLLOWER, "f", follower, Map.of("c", 4L));

    // When
    delivery.records(
        new ArrayList<>(
            List.of(
                new LogRecord("other", "demo", "g", 1, new byte[] {'?'}, ""),
                new LogRecord("c", "demo", "f", 4, new byte[] {'?'}, ""))));

    // Then
    assertThat(unreadable).hasSize(1);
    assertThat(follower.seqs).isEmpty();
  }

  @Test
  void aConversationCreatedAfterTheWelcomeStartsFromItsFirstEvent() {
    // Given
    Recorder follower = new Recorder();
    open(ParticipantRole.FOLLOWER, "f", follower, Map.of());

    // When
    records(event("new", "f", 3, 3));
    answer(asked.getFirst(), 3, 1, 2, 3);

    // Then
    assertThat(asked.getFirst().after()).isZero();
    assertThat(follower.seqs).containsExactly(1L, 2L, 3L);
  }

  @Test
  void onlyWhatTheOtherSideWroteIsMarkedAsDelivered() {
    // Given
    Recorder follower = new Recorder();
    Recorder agent = new Recorder();
    open(ParticipantRole.FOLLOWER, "f", follower, Map.of("c", 0L));
    Subscriber resumed = open(ParticipantRole.AGENT, "a", agent, Map.of());
    delivery.resume(resumed, Map.of("c", 0L));
    answer(asked.getFirst(), 0);

    // When
    records(event("c", "f", 1, 1), event("c", "f", 2, 2));

    // Then
    assertThat(follower.marks).containsExactly(false, true);
    assertThat(agent.marks).containsExactly(true, false);
  }

  @Test
  void anotherFollowersEventsAndAnotherChannelsAreNotDelivered() {
    // Given
    Recorder follower = new Recorder();
    Recorder agent = new Recorder();
    open(ParticipantRole.FOLLOWER, "f", follower, Map.of());
    open(ParticipantRole.AGENT, "a", agent, Map.of());

    // When
    records(
        new LogRecord("x", "secret", "f", 1, body("x", "f", 1, 1), ""),
        new LogRecord("y", "demo", "g", 1, body("y", "g", 1, 1), ""));

    // Then
    assertThat(follower.seqs).isEmpty();
    assertThat(agent.seqs).containsExactly(1L);
  }

  @Test
  void theNextPageIsReadWhenTheOneBeforeHasLeft() {
    // Given
    Recorder follower = new Recorder();
    Subscriber subscriber = open(ParticipantRole.FOLLOWER, "f", follower, Map.of("c", 300L));
    delivery.resume(subscriber, Map.of("c", 0L));

    // When
    answer(asked.getFirst(), 300, LongStream.rangeClosed(1, 100).toArray());

    // Then the page is handed over in pieces, and nothing is asked before it has left
    int pieces = 0;
    while (asked.size() == 1) {
      follower.writing.removeFirst().run();
      pieces++;
    }
    assertThat(pieces).isEqualTo(2);
    assertThat(follower.seqs).hasSize(100);
    assertThat(asked.get(1).after()).isEqualTo(100);
  }

  @Test
  void aSecondResumeOfAConversationTakesThePlaceOfTheFirst() {
    // Given
    Recorder follower = new Recorder();
    Subscriber subscriber = open(ParticipantRole.FOLLOWER, "f", follower, Map.of("c", 3L));
    delivery.resume(subscriber, Map.of("c", 0L));

    // When
    delivery.resume(subscriber, Map.of("c", 2L));
    answer(asked.get(0), 3, 1, 2, 3);
    answer(asked.get(1), 3, 3);

    // Then
    assertThat(follower.seqs).containsExactly(3L);
    assertThat(follower.frames)
        .containsExactly(
            "{\"type\":\"caught-up\",\"positions\":{\"c\":0}}",
            "{\"type\":\"caught-up\",\"positions\":{\"c\":3}}");
  }

  @Test
  void aClientThatClaimsMoreThanThereIsIsPutBack() {
    // Given
    Recorder follower = new Recorder();
    Subscriber subscriber = open(ParticipantRole.FOLLOWER, "f", follower, Map.of("c", 2L));
    delivery.resume(subscriber, Map.of("c", 50L));
    answer(asked.getFirst(), 2);

    // When
    records(event("c", "f", 3, 3));

    // Then
    assertThat(follower.frames).containsExactly("{\"type\":\"caught-up\",\"positions\":{\"c\":2}}");
    assertThat(follower.seqs).containsExactly(3L);
  }

  @Test
  void aPrivateEventShowsAFollowerAHoleButIsNotGivenToIt() {
    // Given a follower that has 4, while the broker brings 6, a note, before 5
    Recorder follower = new Recorder();
    Recorder agent = new Recorder();
    open(ParticipantRole.FOLLOWER, "f", follower, Map.of("c", 4L));
    open(ParticipantRole.AGENT, "a", agent, Map.of());

    // When
    records(note("c", "f", 6, 5));
    answer(asked.getFirst(), 5, 5);

    // Then
    assertThat(asked.getFirst().actor().role()).isEqualTo(ParticipantRole.FOLLOWER);
    assertThat(follower.seqs).containsExactly(5L);
    assertThat(agent.seqs).containsExactly(6L);
  }

  @Test
  void anEventBehindANoteIsTheNextOneForAFollower() {
    // Given
    Recorder follower = new Recorder();
    open(ParticipantRole.FOLLOWER, "f", follower, Map.of("c", 4L));

    // When
    records(note("c", "f", 5, 4), event("c", "f", 6, 6, ",\"after\":4"));

    // Then
    assertThat(follower.seqs).containsExactly(6L);
    assertThat(asked).isEmpty();
  }

  @Test
  void aPageThatHoldsPrivateEventsByMistakeDoesNotGiveThemToAFollower() {
    // Given
    Recorder follower = new Recorder();
    Subscriber subscriber = open(ParticipantRole.FOLLOWER, "f", follower, Map.of("c", 2L));
    delivery.resume(subscriber, Map.of("c", 0L));

    // When
    List<JsonNode> events = List.of(json(body("c", "f", 1, 1)), json(note("c", "f", 2, 1).body()));
    asked.getFirst().callback().page(new ReplayBatch.Page("demo", "f", 1, events, null));

    // Then
    assertThat(follower.seqs).containsExactly(1L);
    assertThat(follower.frames).containsExactly("{\"type\":\"caught-up\",\"positions\":{\"c\":1}}");
  }

  @Test
  void tooManyResumesAtOnceAreRefused() {
    // Given
    Recorder agent = new Recorder();
    Subscriber subscriber = open(ParticipantRole.AGENT, "a", agent, Map.of());
    delivery.resume(subscriber, positions("c"));
    delivery.resume(subscriber, positions("d"));

    // When
    delivery.resume(subscriber, Map.of("e1", 0L, "e2", 0L));

    // Then
    assertThat(asked).hasSize(1);
    assertThat(agent.frames).hasSize(1);
    assertThat(agent.frames.getFirst()).contains("\"code\":\"rate-limited\"");
  }

  @Test
  void idleConversationsAreForgottenExceptThoseOfConnectedFollowers() {
    // Given a delivery that remembers two
    Recorder follower = new Recorder();
    open(ParticipantRole.FOLLOWER, "f", follower, Map.of("c", 0L));
    open(ParticipantRole.AGENT, "a", new Recorder(), Map.of());

    // When
    records(event("c", "f", 1, 1), event("d", "g", 1, 1), event("e", "h", 1, 1));

    // Then
    assertThat(delivery.place("c")).isEqualTo(new Place("c", "demo", "f"));
    assertThat(delivery.place("d")).isNull();
    assertThat(delivery.place("e")).isEqualTo(new Place("e", "demo", "h"));
  }

  @Override
  public void read(Actor actor, String conversationId, long after, int limit, Callback callback) {
    asked.add(new Asked(actor, conversationId, after, callback));
  }

  @Override
  public void later(Runnable task) {
    throw new AssertionError("Nothing fails here");
  }

  @Override
  public void unreadable(LogRecord record, String reason) {
    unreadable.add(reason);
  }

  @Override
  public void filled(int events) {
    filled += events;
  }

  @Override
  public void broadcast(int sockets) {
    // Counted elsewhere.
  }

  @Test
  void whoWasErasedIsClosedAfterTheLastEventAndAgentsStay() {
    // Given
    Recorder follower = new Recorder();
    Recorder other = new Recorder();
    Recorder agent = new Recorder();
    open(ParticipantRole.FOLLOWER, "f", follower, Map.of("c", 4L));
    open(ParticipantRole.FOLLOWER, "g", other, Map.of());
    open(ParticipantRole.AGENT, "a", agent, Map.of());
    String reason = ",\"reason\":\"FOLLOWER_ERASED\"";

    // When
    records(
        new LogRecord(
            "c", "demo", "f", 5, body("conversation-erased", "c", "f", 5, 5, reason), ""));

    // Then
    assertThat(follower.seqs).containsExactly(5L);
    assertThat(follower.closed).containsExactly(CloseCode.FOLLOWER_ERASED);
    assertThat(other.closed).isEmpty();
    assertThat(agent.seqs).containsExactly(5L);
    assertThat(agent.closed).isEmpty();
  }
}
