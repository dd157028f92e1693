package io.parley.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.e2e.stack.Await;
import io.parley.e2e.stack.Person;
import io.parley.e2e.stack.Site;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * A client as the protocol asks for one: it gives every message an id that stays through all
 * retries, comes back when the connection ends, resumes from what it has applied, and merges by
 * seq. Everything it saw is in its {@link Transcript}.
 */
public final class ChatClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long ACK_PATIENCE_MILLIS = 8_000;

  /** As the web's client: the first wait is anywhere between zero and this. */
  private static final long FIRST_BACKOFF_MILLIS = 500;

  private static final long LONGEST_BACKOFF_MILLIS = 1_000;

  /** Positions that fit in one resume. */
  private static final int POSITIONS = 500;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicLong IDS = new AtomicLong();
  private static final ScheduledExecutorService TIMER =
      Executors.newScheduledThreadPool(
          2, Thread.ofPlatform().daemon().name("chat-client-", 0).factory());

  private final Person person;
  private final String role;
  private final URI address;
  private final Transcript transcript;
  private final Interruptions interruptions = new Interruptions();

  // Guarded by this.
  private final Map<String, Waiting> outbox = new LinkedHashMap<>();
  private final List<JsonNode> others = new ArrayList<>();
  private final Map<String, TreeMap<Long, JsonNode>> early = new HashMap<>();
  private final Set<String> following = new HashSet<>();
  private final Set<String> resuming = new HashSet<>();
  private Socket socket;
  private int generation;
  private JsonNode welcome;
  private boolean caughtUp;
  private int resumes;
  private boolean away;
  private int failures;
  private volatile String ended = "nothing";

  /** A message without its ack. */
  private record Waiting(String frame, CompletableFuture<JsonNode> answer, long sentAtMillis) {}

  private ChatClient(Person person, String role, URI address) {
    this.person = person;
    this.role = role;
    this.address = address;
    this.transcript = new Transcript(person.name(), role.equals("FOLLOWER"));
  }

  /** A follower's connection through the public address. */
  public static ChatClient follower(Site site, Person person) {
    return connect(person, "FOLLOWER", site.socket("follower"));
  }

  /** An agent's connection through the public address. */
  public static ChatClient agent(Site site, Person person) {
    return connect(person, "AGENT", site.socket("agent"));
  }

  /** A connection to the address of one gateway. */
  public static ChatClient at(URI address, Person person) {
    return connect(person, address.getPath().endsWith("agent") ? "AGENT" : "FOLLOWER", address);
  }

  private static ChatClient connect(Person person, String role, URI address) {
    ChatClient client = new ChatClient(person, role, address);
    client.comeBack();
    return client;
  }

  // ---- connection -----------------------------------------------------------------------------

  /** Goes away without a word, as a lost network does, and stays away. */
  public void leave() {
    Socket left;
    synchronized (this) {
      away = true;
      generation++;
      left = socket;
      socket = null;
    }
    if (left != null) {
      left.cut();
    }
  }

  private synchronized void stayAway() {
    away = true;
  }

  /** Connects (again) and resumes from what was applied; returns once caught up. */
  public void comeBack() {
    synchronized (this) {
      away = false;
      caughtUp = false;
    }
    dial();
    awaitCaughtUp();
  }

  /** Waits until everything asked for by the last resume is here. */
  public void awaitCaughtUp() {
    try {
      Await.until(person.name() + " is caught up", PATIENCE, this::isCaughtUp);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; " + this, e);
    }
  }

  private synchronized boolean isCaughtUp() {
    return caughtUp;
  }

  private void dial() {
    int mine;
    synchronized (this) {
      if (away) {
        return;
      }
      mine = ++generation;
      welcome = null;
      caughtUp = false;
      resumes = 0;
      early.clear();
      following.clear();
      resuming.clear();
    }
    var unused =
        Socket.connect(Handshake.of(address, person.token()), new Inbound(mine))
            .whenComplete(
                (connected, failure) -> {
                  if (failure != null) {
                    interruptions.dialFailed();
                    lost(mine);
                  } else {
                    connected(mine, connected);
                  }
                });
  }

  private void connected(int mine, Socket connected) {
    synchronized (this) {
      if (mine == generation && !away) {
        socket = connected;
        transcript.connected();
        if (welcome != null) {
          greet();
        }
        return;
      }
    }
    connected.cut();
  }

  private synchronized void lost(int mine) {
    if (mine != generation || away) {
      return;
    }
    socket = null;
    caughtUp = false;
    long longest =
        Math.min(LONGEST_BACKOFF_MILLIS, FIRST_BACKOFF_MILLIS << Math.min(10, failures++));
    later(ThreadLocalRandom.current().nextLong(1, longest + 1), this::dial);
  }

  /** After the welcome: ask for what was missed, then send again what has no ack. */
  private void greet() {
    failures = 0;
    Map<String, Long> positions = new LinkedHashMap<>(transcript.positions());
    for (JsonNode conversation : welcome.path("conversations")) {
      positions.putIfAbsent(conversation.get("id").asText(), 0L);
    }
    // What came before this was called had no socket to ask on.
    early.keySet().forEach(each -> positions.putIfAbsent(each, transcript.position(each)));
    if (positions.isEmpty()) {
      caughtUp = true;
      interruptions.caughtUp();
    } else {
      resume(positions);
    }
    outbox.keySet().forEach(this::transmit);
  }

  private void resume(Map<String, Long> positions) {
    List<Map.Entry<String, Long>> all = List.copyOf(positions.entrySet());
    for (int from = 0; from < all.size(); from += POSITIONS) {
      ObjectNode frame = JSON.createObjectNode().put("type", "resume");
      ObjectNode named = frame.putObject("positions");
      for (Map.Entry<String, Long> each :
          all.subList(from, Math.min(all.size(), from + POSITIONS))) {
        named.put(each.getKey(), each.getValue());
        resuming.add(each.getKey());
      }
      resumes++;
      socket.send(frame.toString());
    }
  }

  // ---- sending --------------------------------------------------------------------------------

  /** An id that no other message of this run has. */
  public static String newId() {
    return "e2e-" + ProcessHandle.current().pid() + "-" + IDS.incrementAndGet();
  }

  /** Sends a follower's message to the follower's one channel. */
  public CompletableFuture<JsonNode> say(String text) {
    return send(frame(newId(), text));
  }

  /** Sends a message into a conversation. */
  public CompletableFuture<JsonNode> say(String conversationId, String text) {
    return send(frame(newId(), text).put("conversationId", conversationId));
  }

  /** A send frame to complete. */
  public static ObjectNode frame(String clientMessageId, String text) {
    return JSON.createObjectNode()
        .put("type", "send")
        .put("clientMessageId", clientMessageId)
        .put("text", text);
  }

  /**
   * Sends a message, again and again until it is answered for good.
   *
   * @return completes with the ack, or with an error that a retry cannot change
   */
  public CompletableFuture<JsonNode> send(ObjectNode frame) {
    String id = frame.get("clientMessageId").asText();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    synchronized (this) {
      transcript.sent(new Transcript.Sent(id, person.name(), role, frame.path("text").textValue()));
      outbox.put(id, new Waiting(frame.toString(), answer, 0));
      transmit(id);
    }
    return answer;
  }

  /** Sends any other frame as it is. */
  public synchronized void sendFrame(ObjectNode frame) {
    if (socket == null) {
      throw new IllegalStateException(person.name() + " is not connected");
    }
    socket.send(frame.toString());
  }

  private synchronized void transmit(String id) {
    Waiting waiting = outbox.get(id);
    if (waiting == null || socket == null || welcome == null) {
      return;
    }
    if (waiting.sentAtMillis() > 0) {
      transcript.retried();
    }
    long now = System.currentTimeMillis();
    outbox.put(id, new Waiting(waiting.frame(), waiting.answer(), now));
    socket.send(waiting.frame());
    later(ACK_PATIENCE_MILLIS, () -> transmitIfSilent(id, now));
  }

  private synchronized void transmitIfSilent(String id, long sentAtMillis) {
    Waiting waiting = outbox.get(id);
    if (waiting != null && waiting.sentAtMillis() == sentAtMillis) {
      transmit(id);
    }
  }

  // ---- receiving ------------------------------------------------------------------------------

  private final class Inbound implements Socket.Listener {
    private final int mine;

    Inbound(int mine) {
      this.mine = mine;
    }

    @Override
    public void frame(JsonNode frame) {
      CompletableFuture<JsonNode> answered = null;
      synchronized (ChatClient.this) {
        if (mine != generation) {
          return;
        }
        switch (frame.path("type").asText()) {
          case "welcome" -> {
            welcome = frame;
            if (socket != null) {
              greet();
            }
          }
          case "event" -> event(frame);
          case "caught-up" -> caughtUp(frame);
          case "ack" -> answered = acked(frame);
          case "error" -> answered = refused(frame);
          default -> others.add(frame);
        }
        ChatClient.this.notifyAll();
      }
      if (answered != null) {
        answered.complete(frame);
      }
    }

    @Override
    public void closed(int code) {
      ended = "closed " + code;
      noteLoss(mine, code);
      if (code >= 4500 && code <= 4999) {
        // Coming back is not wanted.
        stayAway();
      }
      lost(mine);
    }
  }

  private synchronized void noteLoss(int mine, int code) {
    if (mine == generation && !away) {
      interruptions.lost(code);
    }
  }

  private CompletableFuture<JsonNode> acked(JsonNode ack) {
    String id = ack.get("clientMessageId").asText();
    transcript.acked(id, ack.get("conversationId").asText(), ack.get("seq").asLong());
    Waiting waiting = outbox.remove(id);
    return waiting == null ? null : waiting.answer();
  }

  private CompletableFuture<JsonNode> refused(JsonNode error) {
    String id = error.path("clientMessageId").asText();
    if (!outbox.containsKey(id)) {
      others.add(error);
      return null;
    }
    if (error.get("retryable").asBoolean()) {
      interruptions.refusedForNow();
      later(error.path("retryAfterMillis").asLong(1_000), () -> transmit(id));
      return null;
    }
    return outbox.remove(id).answer();
  }

  /** Applies an event in its turn; sets it aside while a resume is to bring those before it. */
  private void event(JsonNode frame) {
    String conversation = frame.get("conversationId").asText();
    long seq = frame.get("seq").asLong();
    long position = transcript.position(conversation);
    if (seq <= position) {
      transcript.repeated();
    } else if (before(frame) <= position) {
      if (position == 0) {
        following.add(conversation);
      }
      apply(frame);
      TreeMap<Long, JsonNode> aside = early.getOrDefault(conversation, new TreeMap<>());
      while (!aside.isEmpty()
          && before(aside.firstEntry().getValue()) <= transcript.position(conversation)) {
        JsonNode next = aside.pollFirstEntry().getValue();
        if (next.get("seq").asLong() > transcript.position(conversation)) {
          apply(next);
        }
      }
    } else {
      if (following.contains(conversation)) {
        transcript.complain(
            "a hole in " + conversation + ": " + seq + " follows " + position + " while live");
      }
      early.computeIfAbsent(conversation, unknown -> new TreeMap<>()).put(seq, frame);
      if (welcome != null && socket != null && resuming.add(conversation)) {
        resume(Map.of(conversation, position));
      }
    }
  }

  /** The seq that must have been applied before: a follower never gets private events. */
  private long before(JsonNode frame) {
    long previous = frame.get("seq").asLong() - 1;
    return transcript.follower() ? frame.path("after").asLong(previous) : previous;
  }

  private void apply(JsonNode frame) {
    ObjectNode event = frame.deepCopy();
    event.remove("type");
    transcript.applied(event);
  }

  private void caughtUp(JsonNode frame) {
    frame
        .path("positions")
        .properties()
        .forEach(
            each -> {
              following.add(each.getKey());
              if (transcript.position(each.getKey()) < each.getValue().asLong()) {
                transcript.complain("caught-up names a seq that was not sent: " + frame);
              }
            });
    resumes--;
    caughtUp = resumes == 0;
    if (caughtUp) {
      interruptions.caughtUp();
    }
  }

  /** The welcome of the present connection. */
  public synchronized JsonNode welcome() {
    return welcome;
  }

  /** Waits for a frame that is no event, ack or awaited error, among those already here too. */
  public JsonNode await(String what, Predicate<JsonNode> wanted) {
    return Await.value(person.name() + " gets " + what, PATIENCE, () -> find(wanted));
  }

  private synchronized Optional<JsonNode> find(Predicate<JsonNode> wanted) {
    return others.stream().filter(wanted).findFirst();
  }

  /** Waits until a conversation is applied up to a seq, and returns its log. */
  public List<JsonNode> awaitSeq(String conversationId, long seq) {
    Await.until(
        person.name() + " has " + conversationId + " up to " + seq,
        PATIENCE,
        () -> transcript.position(conversationId) >= seq);
    return transcript.applied(conversationId);
  }

  /** Waits for an event of a conversation. */
  public JsonNode awaitEvent(String conversationId, Predicate<JsonNode> wanted) {
    return Await.value(
        person.name() + " hears of it in " + conversationId,
        PATIENCE,
        () -> transcript.applied(conversationId).stream().filter(wanted).findFirst());
  }

  public Person person() {
    return person;
  }

  public Transcript transcript() {
    return transcript;
  }

  public Interruptions interruptions() {
    return interruptions;
  }

  /** Where it stands, for the message of a failed test. */
  @Override
  public synchronized String toString() {
    Transcript.Snapshot seen = transcript.snapshot();
    return "%s: %s, %d connections, %d resumes without caught-up, %d without ack, at %s, complaints %s, last broken by %s"
        .formatted(
            person.name(),
            socket == null ? "not connected" : welcome == null ? "not welcomed" : "welcomed",
            seen.connections(),
            resumes,
            outbox.size(),
            transcript.positions(),
            seen.complaints(),
            ended);
  }

  @Override
  public void close() {
    leave();
  }

  private static void later(long millis, Runnable task) {
    var unused = TIMER.schedule(task, millis, TimeUnit.MILLISECONDS);
  }
}
