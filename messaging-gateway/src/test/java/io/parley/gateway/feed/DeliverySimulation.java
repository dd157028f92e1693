package io.parley.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contracts.command.Actor;
import io.parley.contracts.command.ReplayBatch;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.json.Json;
import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;
import io.parley.contracts.socket.CloseCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A world around {@link Delivery} in which everything that may happen in any order does: commits,
 * records late, twice, never or unreadable, pages late or failed, slow readers, sockets that come,
 * resume and go. Each client checks that what it gets is the log.
 */
final class DeliverySimulation implements Pages, Delivery.Observer {
  static final String CHANNEL = "demo";
  private static final int PAGE_SIZE = 3;

  /**
   * @param after null in events of before there were private ones
   */
  record Event(
      String conversationId, String followerId, long seq, long firstSeq, Long after, String name) {
    boolean isPublic() {
      return name.equals("message-sent");
    }

    byte[] body() {
      return String.format(
              "{\"event\":\"%s\",\"conversationId\":\"%s\",\"channelId\":\"%s\","
                  + "\"followerId\":\"%s\",\"seq\":%d,\"firstSeq\":%d,%s"
                  + "\"sender\":{\"role\":\"AGENT\",\"id\":\"a\"},\"text\":\"%d\"}",
              name,
              conversationId,
              CHANNEL,
              followerId,
              seq,
              firstSeq,
              after == null ? "" : "\"after\":" + after + ",",
              seq)
          .getBytes(StandardCharsets.UTF_8);
    }

    LogRecord onBroker() {
      return new LogRecord(conversationId, CHANNEL, followerId, seq, body(), this);
    }

    LogRecord unreadable() {
      return new LogRecord(conversationId, CHANNEL, followerId, seq, new byte[] {'{'}, this);
    }
  }

  /** A socket's other end: knows for each conversation which event must come next. */
  final class Client implements Outlet {
    final Subscriber subscriber;
    final Actor actor;
    final Map<String, Long> applied = new HashMap<>();
    final Set<String> resumed = new HashSet<>();
    Map<String, Long> arrival;
    boolean welcomed;
    boolean connected = true;
    int caughtUp;
    int resumes;

    Client(Actor actor) {
      this.actor = actor;
      this.subscriber = new Subscriber(actor, this);
    }

    boolean follower() {
      return actor.role() == ParticipantRole.FOLLOWER;
    }

    @Override
    public void close(CloseCode code) {
      throw new AssertionError("Nobody is erased here");
    }

    @Override
    public void send(byte[] frame) {
      JsonNode told = json(frame);
      if (told.path("type").asText().equals("caught-up")) {
        caughtUp++;
        told.path("positions")
            .properties()
            .forEach(position -> assertMayKnow(position.getKey(), position.getValue().asLong()));
      }
    }

    /** A follower is never told a seq of an event that it may not see. */
    private void assertMayKnow(String conversation, long position) {
      if (follower() && position > 0) {
        assertThat(logs.get(conversation).get((int) position - 1).isPublic())
            .as("%s is told of %d in %s", actor.id(), position, conversation)
            .isTrue();
      }
    }

    @Override
    public void event(EventFrame event, boolean mark) {
      assertThat(connected).as("nothing comes after the close").isTrue();
      assertThat(welcomed).as("nothing comes before the welcome").isTrue();
      Long before = applied.get(event.conversationId());
      if (before == null) {
        // A follower knows all of its own; an agent meets a conversation where it happens to be.
        before = follower() ? 0 : event.seq() - 1;
      }
      assertThat(event.seq())
          .as("%s in %s", actor.id(), event.conversationId())
          .isEqualTo(nextFor(this, event.conversationId(), before));
      Event stored = logs.get(event.conversationId()).get((int) event.seq() - 1);
      assertThat(new String(event.bytes(), StandardCharsets.UTF_8))
          .isEqualTo(
              "{\"type\":\"event\","
                  + new String(stored.body(), StandardCharsets.UTF_8).substring(1));
      applied.put(event.conversationId(), event.seq());
    }

    @Override
    public void whenWritten(Runnable next) {
      writes.add(next);
    }
  }

  private record Request(
      Actor actor, String conversationId, long after, int limit, Callback callback) {}

  final Map<String, List<Event>> logs = new HashMap<>();
  final List<Client> clients = new ArrayList<>();
  private final Set<String> sayWhatIsBefore = new HashSet<>();
  private final List<LogRecord> broker = new ArrayList<>();
  private final List<Request> requests = new ArrayList<>();
  private final List<Runnable> answers = new ArrayList<>();
  private final List<Runnable> retries = new ArrayList<>();
  private final List<Runnable> writes = new ArrayList<>();
  private final Random random;
  private final boolean lossless;
  private final Delivery delivery;

  /**
   * @param lossless whether the broker brings every record in the end, so that clients must have
   *     everything without a later event that would show a hole
   */
  DeliverySimulation(long seed, boolean lossless) {
    this.random = new Random(seed);
    this.lossless = lossless;
    this.delivery = new Delivery(this, this, PAGE_SIZE, 1_000);
  }

  /** The seq of the event that a client must get after that position. */
  private long nextFor(Client client, String conversation, long position) {
    return logs.get(conversation).stream()
        .filter(event -> event.seq() > position && (!client.follower() || event.isPublic()))
        .findFirst()
        .orElseThrow()
        .seq();
  }

  /** The seq of the newest event that followers may see; 0 when there is none. */
  static long lastPublic(List<Event> log) {
    return log.stream().filter(Event::isPublic).mapToLong(Event::seq).max().orElse(0);
  }

  // ---- what may happen -------------------------------------------------------------------------

  void commit() {
    String follower = "follower-" + random.nextInt(3);
    String conversation = "c-" + follower + "-" + random.nextInt(2);
    commit(conversation, follower);
  }

  private void commit(String conversation, String follower) {
    List<Event> log = logs.computeIfAbsent(conversation, key -> new ArrayList<>());
    long first = log.size() + 1L;
    int events = 1 + random.nextInt(2);
    if (random.nextInt(4) == 0) {
      sayWhatIsBefore.add(conversation);
    }
    for (int i = 0; i < events; i++) {
      Event event = next(conversation, follower, log, first);
      log.add(event);
      int fate = random.nextInt(20);
      if (fate == 0 && !lossless) {
        // The broker loses it.
        continue;
      }
      broker.add(fate == 1 ? event.unreadable() : event.onBroker());
      if (fate < 6) {
        broker.add(event.onBroker());
      }
    }
  }

  /** Once a log has an event that says what is before it, all do, and some are private. */
  private Event next(String conversation, String follower, List<Event> log, long first) {
    boolean says = sayWhatIsBefore.contains(conversation);
    String name =
        switch (says ? random.nextInt(6) : 5) {
          case 0 -> "note-added";
          case 1 -> "conversation-transferred";
          case 2 -> "of-a-later-version";
          default -> "message-sent";
        };
    return new Event(
        conversation, follower, log.size() + 1L, first, says ? lastPublic(log) : null, name);
  }

  /** Some records come, mostly in order. */
  void poll() {
    List<LogRecord> polled = new ArrayList<>();
    int count = random.nextInt(6);
    while (polled.size() < count && !broker.isEmpty()) {
      polled.add(broker.remove(random.nextInt(Math.min(broker.size(), 3))));
    }
    delivery.records(polled);
  }

  void connect() {
    boolean follower = random.nextBoolean();
    String id = follower ? "follower-" + random.nextInt(3) : "agent-" + random.nextInt(2);
    Client client =
        new Client(
            new Actor(
                follower ? ParticipantRole.FOLLOWER : ParticipantRole.AGENT,
                id,
                id,
                Set.of(CHANNEL)));
    clients.add(client);
    delivery.arriving(client.subscriber);
  }

  /** The database answers what a socket finds; the answer is still on its way. */
  void readArrival() {
    pick(client -> client.arrival == null)
        .ifPresent(
            client -> {
              client.arrival = new HashMap<>();
              if (client.follower()) {
                logs.forEach(
                    (conversation, log) -> {
                      if (log.getFirst().followerId().equals(client.actor.id())) {
                        client.arrival.put(conversation, lastPublic(log));
                      }
                    });
              }
            });
  }

  void welcome() {
    pick(client -> client.arrival != null && !client.welcomed).ifPresent(this::welcome);
  }

  private void welcome(Client client) {
    client.welcomed = true;
    client.applied.putAll(client.arrival);
    delivery.welcomed(client.subscriber, client.arrival);
  }

  void resume() {
    pick(client -> client.welcomed)
        .ifPresent(
            client -> {
              Map<String, Long> positions = new HashMap<>();
              logs.forEach(
                  (conversation, log) -> {
                    boolean own =
                        !client.follower()
                            || (log.getFirst().followerId().equals(client.actor.id())
                                && client.applied.containsKey(conversation));
                    if (own && random.nextBoolean()) {
                      positions.put(conversation, position(client, log));
                    }
                  });
              client.applied.putAll(positions);
              client.resumed.addAll(positions.keySet());
              client.resumes++;
              delivery.resume(client.subscriber, positions);
            });
  }

  /** Somewhere that the client can have been; a follower never stands at a private event. */
  private long position(Client client, List<Event> log) {
    int place = random.nextInt(log.size() + 1);
    return client.follower() ? lastPublic(log.subList(0, place)) : place;
  }

  void disconnect() {
    pick(client -> true).ifPresent(this::disconnect);
  }

  private void disconnect(Client client) {
    client.connected = false;
    delivery.gone(client.subscriber);
  }

  /** The database reads a page; the answer is still on its way. */
  void readPage() {
    if (!requests.isEmpty()) {
      Request request = requests.remove(random.nextInt(requests.size()));
      ReplayBatch.Page page = random.nextInt(8) == 0 ? null : page(request);
      answers.add(() -> request.callback().page(page));
    }
  }

  void answerPage() {
    if (!answers.isEmpty()) {
      answers.remove(random.nextInt(answers.size())).run();
    }
  }

  void retry() {
    if (!retries.isEmpty()) {
      retries.remove(random.nextInt(retries.size())).run();
    }
  }

  void written() {
    if (!writes.isEmpty()) {
      writes.remove(random.nextInt(writes.size())).run();
    }
  }

  /** Lets everything come to rest; where records were lost, a last event shows the holes. */
  void settle() {
    clients.stream()
        .filter(client -> client.connected && !client.welcomed)
        .forEach(
            client -> {
              if (client.arrival == null) {
                disconnect(client);
              } else {
                welcome(client);
              }
            });
    if (!lossless) {
      logs.forEach(this::commitLast);
    }
    int steps = 0;
    while (Stream.of(broker, requests, answers, retries, writes)
        .anyMatch(waiting -> !waiting.isEmpty())) {
      assertThat(++steps).as("it comes to rest").isLessThan(200_000);
      poll();
      readPage();
      answerPage();
      retry();
      written();
    }
  }

  private void commitLast(String conversation, List<Event> log) {
    long seq = log.size() + 1L;
    Event last =
        new Event(
            conversation, log.getFirst().followerId(), seq, seq, lastPublic(log), "message-sent");
    log.add(last);
    broker.add(last.onBroker());
  }

  private java.util.Optional<Client> pick(java.util.function.Predicate<Client> wanted) {
    List<Client> fitting =
        clients.stream().filter(client -> client.connected).filter(wanted).toList();
    return fitting.isEmpty()
        ? java.util.Optional.empty()
        : java.util.Optional.of(fitting.get(random.nextInt(fitting.size())));
  }

  // ---- the database ----------------------------------------------------------------------------

  private ReplayBatch.Page page(Request request) {
    List<Event> log = logs.getOrDefault(request.conversationId(), List.of());
    if (log.isEmpty()
        || (request.actor() != null
            && request.actor().role() == ParticipantRole.FOLLOWER
            && !request.actor().id().equals(log.getFirst().followerId()))) {
      return new ReplayBatch.Page(
          null, null, 0, null, Problem.of(ProblemCode.NOT_FOUND, "Not there"));
    }
    boolean all = request.actor() == null || request.actor().role() == ParticipantRole.AGENT;
    List<JsonNode> events =
        log.stream()
            .filter(event -> event.seq() > request.after() && (all || event.isPublic()))
            .limit(request.limit())
            .map(event -> json(event.body()))
            .toList();
    long lastSeq = all ? log.size() : lastPublic(log);
    return new ReplayBatch.Page(CHANNEL, log.getFirst().followerId(), lastSeq, events, null);
  }

  private static JsonNode json(byte[] body) {
    try {
      return Json.tolerant().readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void read(Actor actor, String conversationId, long after, int limit, Callback callback) {
    requests.add(new Request(actor, conversationId, after, limit, callback));
  }

  @Override
  public void later(Runnable task) {
    retries.add(task);
  }

  @Override
  public void unreadable(LogRecord record, String reason) {
    // Counted elsewhere; the event must reach the clients all the same.
  }

  @Override
  public void filled(int events) {
    // Counted elsewhere.
  }

  @Override
  public void broadcast(int sockets) {
    // Counted elsewhere.
  }
}
