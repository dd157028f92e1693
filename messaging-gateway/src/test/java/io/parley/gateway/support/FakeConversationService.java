package io.parley.gateway.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.parley.contracts.command.Actor;
import io.parley.contracts.command.ArrivalBatch;
import io.parley.contracts.command.Attendance;
import io.parley.contracts.command.ConversationStatus;
import io.parley.contracts.command.ConversationSummary;
import io.parley.contracts.command.MarkBatch;
import io.parley.contracts.command.ReplayBatch;
import io.parley.contracts.command.SendBatch;
import io.parley.contracts.command.SendCommand;
import io.parley.contracts.command.SendResult;
import io.parley.contracts.event.ChannelChatChanged;
import io.parley.contracts.event.ChatMode;
import io.parley.contracts.event.ConversationEvent;
import io.parley.contracts.event.ConversationOpened;
import io.parley.contracts.event.MessageSent;
import io.parley.contracts.event.NoteAdded;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.event.Person;
import io.parley.contracts.json.Json;
import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;
import io.parley.contracts.topic.CloudEventHeader;
import io.parley.contracts.topic.Topic;
import io.parley.localstack.Infrastructure;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The other side of the contract: a real HTTP server that keeps the log in memory and publishes it
 * to the real broker, and does what a test wants to go wrong.
 */
@ApplicationScoped
public class FakeConversationService {
  private record Talk(String channelId, String followerId, List<ConversationEvent> log) {}

  private final Map<String, Talk> threads = new LinkedHashMap<>();
  private final Map<String, SendResult> bySender = new LinkedHashMap<>();
  private final List<MarkBatch.Mark> marks = new CopyOnWriteArrayList<>();
  private final List<Actor> left = new CopyOnWriteArrayList<>();
  private final List<Integer> batchSizes = new CopyOnWriteArrayList<>();
  private KafkaProducer<byte[], byte[]> producer;
  private HttpServer server;
  private volatile boolean publishing = true;
  private volatile int failWith;
  private volatile CountDownLatch held = new CountDownLatch(0);

  @ConfigProperty(name = "test.conversation-service.port")
  int port;

  void start(@Observes StartupEvent event) throws IOException {
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, Infrastructure.start().bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/internal/", this::answer);
    server.start();
  }

  @PreDestroy
  void stop() {
    server.stop(0);
    producer.close();
  }

  // ---- what a test wants -----------------------------------------------------------------------

  /** Whether stored events reach the broker. */
  public void publishing(boolean on) {
    publishing = on;
  }

  /** Answers every call with this status; 0 works again. */
  public void failWith(int status) {
    failWith = status;
  }

  /** Leaves requests unanswered from now on, until {@link #letGo}. */
  public void hold() {
    held = new CountDownLatch(1);
  }

  public void letGo() {
    held.countDown();
  }

  /** Agents whose last socket was told to have closed. */
  public List<Actor> left() {
    return left;
  }

  public List<MarkBatch.Mark> marks() {
    return marks;
  }

  public List<Integer> batchSizes() {
    return batchSizes;
  }

  /** The conversation of a follower in a channel; an empty one when there is none. */
  public synchronized String conversation(String channelId, String followerId) {
    String id = "c-" + channelId + "-" + followerId;
    threads.computeIfAbsent(id, key -> new Talk(channelId, followerId, new ArrayList<>()));
    return id;
  }

  public synchronized List<ConversationEvent> log(String conversationId) {
    return List.copyOf(threads.get(conversationId).log());
  }

  /** Stores messages of an agent, without the broker when publishing is off. */
  public synchronized void agentWrites(String conversationId, int messages) {
    for (int i = 0; i < messages; i++) {
      Actor agent = new Actor(ParticipantRole.AGENT, "agent-9", "Agent 9", null);
      long seq = threads.get(conversationId).log().size() + 1L;
      store(
          conversationId,
          new SendCommand(
              agent, conversationId, null, "agent-9-" + seq, "message " + seq, null, null));
    }
  }

  /** Stores a note of an agent, which no follower may see. */
  public synchronized void agentNotes(String conversationId) {
    Talk thread = threads.get(conversationId);
    long seq = thread.log().size() + 1L;
    NoteAdded note =
        new NoteAdded(
            conversationId,
            thread.channelId(),
            thread.followerId(),
            seq,
            seq,
            lastPublicSeq(thread),
            Instant.now(),
            1,
            "note-" + seq,
            new Person("agent-9", "Agent 9"),
            "secret " + seq);
    thread.log().add(note);
    if (publishing) {
      publish(note);
    }
  }

  /** Publishes an event that is in the log once more, or for the first time. */
  public void publish(String conversationId, long seq) {
    publish(log(conversationId).get((int) seq - 1));
  }

  public void publish(ConversationEvent event) {
    try {
      publishRaw(event, Json.tolerant().writeValueAsBytes(event));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Publishes headers of an event with a body of the test's choice. */
  public void publishRaw(ConversationEvent event, byte[] body) {
    ProducerRecord<byte[], byte[]> published =
        new ProducerRecord<>(event.topic().topicName(), utf8(event.conversationId()), body);
    published
        .headers()
        .add(CloudEventHeader.ID, utf8(event.eventId()))
        .add(CloudEventHeader.TYPE, utf8(event.topic().eventType()))
        .add(CloudEventHeader.SUBJECT, utf8(event.conversationId()))
        .add(CloudEventHeader.SEQUENCE, utf8(Long.toString(event.seq())))
        .add(CloudEventHeader.CHANNEL_ID, utf8(event.channelId()))
        .add(CloudEventHeader.FOLLOWER_ID, utf8(event.followerId()));
    send(published);
  }

  public void publish(ChannelChatChanged change) {
    try {
      send(
          new ProducerRecord<>(
              Topic.CHANNEL_CHAT_CHANGED.topicName(),
              utf8(change.channelId()),
              Json.tolerant().writeValueAsBytes(change)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Publishes without waiting: records of one partition keep their order. */
  public void send(ProducerRecord<byte[], byte[]> published) {
    Future<?> unused = producer.send(published);
  }

  // ---- the contract ----------------------------------------------------------------------------

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      held.await();
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      if (authorization == null || !authorization.startsWith("Bearer ey")) {
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      if (failWith != 0) {
        exchange.sendResponseHeaders(failWith, -1);
        return;
      }
      Object result =
          switch (exchange.getRequestURI().getPath()) {
            case "/internal/sends" -> sends(read(body, SendBatch.class));
            case "/internal/arrivals" -> arrivals(read(body, ArrivalBatch.class));
            case "/internal/replays" -> replays(read(body, ReplayBatch.class));
            case "/internal/marks" -> {
              marks.addAll(read(body, MarkBatch.class).marks());
              yield null;
            }
            case "/internal/attendance" -> {
              left.addAll(read(body, Attendance.class).left());
              yield null;
            }
            default -> throw new IllegalStateException(exchange.getRequestURI().toString());
          };
      if (result == null) {
        exchange.sendResponseHeaders(204, -1);
        return;
      }
      byte[] json = Json.tolerant().writeValueAsBytes(result);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, json.length);
      exchange.getResponseBody().write(json);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T read(byte[] body, Class<T> type) throws IOException {
    return Json.strict().readValue(body, type);
  }

  private synchronized SendBatch.Results sends(SendBatch batch) {
    batchSizes.add(batch.commands().size());
    return new SendBatch.Results(batch.commands().stream().map(this::send).toList());
  }

  private SendResult send(SendCommand command) {
    Actor actor = command.actor();
    String id = command.conversationId();
    if (id == null) {
      if (!actor.channels().contains(command.channelId())) {
        return refused(ProblemCode.NOT_FOUND);
      }
      id = conversation(command.channelId(), actor.id());
    }
    if (!mayRead(actor, threads.get(id))) {
      return refused(ProblemCode.NOT_FOUND);
    }
    String conversationId = id;
    return bySender.computeIfAbsent(
        conversationId + actor.role() + actor.id() + command.clientMessageId(),
        key -> store(conversationId, command));
  }

  private SendResult store(String conversationId, SendCommand command) {
    Talk thread = threads.get(conversationId);
    List<ConversationEvent> stored = new ArrayList<>();
    long first = thread.log().size() + 1L;
    Instant now = Instant.now();
    if (first == 1 && command.actor().role() == ParticipantRole.FOLLOWER) {
      stored.add(
          new ConversationOpened(
              conversationId,
              thread.channelId(),
              thread.followerId(),
              1,
              1,
              0L,
              now,
              1,
              command.actor().name()));
    }
    long seq = first + stored.size();
    stored.add(
        new MessageSent(
            conversationId,
            thread.channelId(),
            thread.followerId(),
            seq,
            first,
            stored.isEmpty() ? lastPublicSeq(thread) : seq - 1,
            now,
            1,
            command.clientMessageId(),
            command.actor().participant(),
            command.text(),
            command.attachmentIds(),
            null,
            null));
    thread.log().addAll(stored);
    if (publishing) {
      stored.forEach(this::publish);
    }
    return new SendResult.Stored(conversationId, seq, now);
  }

  private synchronized ArrivalBatch.Results arrivals(ArrivalBatch batch) {
    return new ArrivalBatch.Results(
        batch.actors().stream()
            .map(
                actor ->
                    new ArrivalBatch.Arrival(
                        actor.channels().stream()
                            .sorted()
                            .map(
                                id ->
                                    new ArrivalBatch.Channel(
                                        id, "Channel " + id, "", null, ChatMode.TWO_WAY, 1))
                            .toList(),
                        actor.role() == ParticipantRole.AGENT ? List.of() : summaries(actor)))
            .toList());
  }

  private List<ConversationSummary> summaries(Actor actor) {
    return threads.entrySet().stream()
        .filter(entry -> mayRead(actor, entry.getValue()))
        .map(
            entry ->
                new ConversationSummary(
                    entry.getKey(),
                    entry.getValue().channelId(),
                    ConversationStatus.ACTIVE,
                    1,
                    new Person("agent-1", "Agent 1"),
                    lastPublicSeq(entry.getValue()),
                    0,
                    Instant.EPOCH))
        .toList();
  }

  private synchronized ReplayBatch.Results replays(ReplayBatch batch) {
    return new ReplayBatch.Results(batch.replays().stream().map(this::page).toList());
  }

  private ReplayBatch.Page page(ReplayBatch.Replay replay) {
    Talk thread = threads.get(replay.conversationId());
    if (thread == null || (replay.actor() != null && !mayRead(replay.actor(), thread))) {
      return new ReplayBatch.Page(
          null, null, 0, null, Problem.of(ProblemCode.NOT_FOUND, "No such conversation"));
    }
    boolean follower = replay.actor() != null && replay.actor().role() == ParticipantRole.FOLLOWER;
    List<JsonNode> events =
        thread.log().stream()
            .filter(event -> event.seq() > replay.after())
            .filter(event -> !follower || event.topic().forFollowers())
            .limit(replay.limit())
            .<JsonNode>map(event -> Json.tolerant().valueToTree(event))
            .toList();
    return new ReplayBatch.Page(
        thread.channelId(),
        thread.followerId(),
        follower ? lastPublicSeq(thread) : thread.log().size(),
        events,
        null);
  }

  private static long lastPublicSeq(Talk thread) {
    return thread.log().stream()
        .filter(event -> event.topic().forFollowers())
        .mapToLong(ConversationEvent::seq)
        .max()
        .orElse(0);
  }

  private static boolean mayRead(Actor actor, Talk thread) {
    return thread != null
        && actor.channels().contains(thread.channelId())
        && (actor.role() == ParticipantRole.AGENT || actor.id().equals(thread.followerId()));
  }

  private static SendResult refused(ProblemCode code) {
    return new SendResult.Refused(Problem.of(code, "Refused"));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
