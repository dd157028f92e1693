package io.parley.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contracts.command.Actor;
import io.parley.contracts.command.ReplayBatch;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.json.Json;
import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;
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

  record Event(String conversationId, String followerId, long seq, long firstSeq) {
    byte[] body() {
      return String.format(
              "{\"event\":\"message-sent\",\"conversationId\":\"%s\",\"channelId\":\"%s\","
                  + "\"followerId\":\"%s\",\"seq\":%d,\"firstSeq\":%d,"
                  + "\"sender\":{\"role\":\"AGENT\",\"id\":\"a\"},\"text\":\"%d\"}",
              conversationId, CHANNEL, followerId, seq, firstSeq, seq)
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
    public void send(byte[] frame) {
      caughtUp += new String(frame, StandardCharsets.UTF_8).contains("caught-up") ? 1 : 0;
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
          .isEqualTo(before + 1);
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
    for (int i = 0; i < events; i++) {
      Event event = new Event(conversation, follower, first + i, first);
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
                        client.arrival.put(conversation, (long) log.size());
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
                      positions.put(conversation, (long) random.nextInt(log.size() + 1));
                    }
                  });
              client.applied.putAll(positions);
              client.resumed.addAll(positions.keySet());
              client.resumes++;
              delivery.resume(client.subscriber, positions);
            });
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
    Event last =
        new Event(conversation, log.getFirst().followerId(), log.size() + 1L, log.size() + 1L);
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
    List<JsonNode> events =
        log.stream()
            .filter(event -> event.seq() > request.after())
            .limit(request.limit())
            .map(event -> json(event.body()))
            .toList();
    return new ReplayBatch.Page(CHANNEL, log.getFirst().followerId(), log.size(), events, null);
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
}
