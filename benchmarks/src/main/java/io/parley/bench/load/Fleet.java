package io.parley.bench.load;

import io.parley.bench.socket.FrameText;
import io.parley.bench.socket.SocketConnection;
import io.parley.bench.socket.SocketListener;
import io.parley.bench.socket.SocketLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Connected followers, each with a conversation of its own, and the agents who see them all. Every
 * agent connection gets the events of every conversation of the channel, so each one more adds the
 * whole message rate to what the gateway sends.
 */
public final class Fleet implements AutoCloseable {
  private static final int CONNECTING_AT_ONCE = 100;
  private static final int PORTS_PER_ADDRESS = 10_000;
  private static final long PATIENCE_SECONDS = 60;

  /** Numbers of the two messages that open a conversation; a load counts on from there. */
  static final int GREETING = 0;

  static final int ANSWER = 1;

  private static final byte[] WELCOME = ascii("{\"type\":\"welcome\"");
  private static final byte[] ACK = ascii("{\"type\":\"ack\"");
  private static final byte[] EVENT = ascii("{\"type\":\"event\"");
  private static final byte[] ERROR = ascii("{\"type\":\"error\"");
  private static final byte[] SEQ = FrameText.field("seq");
  private static final byte[] CODE = FrameText.field("code");
  private static final byte[] CONVERSATION_ID = FrameText.field("conversationId");

  private final SocketLoop loop;
  private final MessageId ids;
  private final List<SocketConnection> followers = new ArrayList<>();
  private final List<SocketConnection> agents = new ArrayList<>();
  private final AtomicLong followerEvents = new AtomicLong();
  private final Map<String, Long> lost = new ConcurrentSkipListMap<>();
  private final String[] conversationIds;
  private volatile Traffic traffic = Traffic.NONE;
  private volatile boolean closing;

  private Fleet(SocketLoop loop, MessageId ids, int followers) {
    this.loop = loop;
    this.ids = ids;
    this.conversationIds = new String[followers];
  }

  /**
   * Whose connections a fleet is made of.
   *
   * @param followers what their names begin with
   * @param agents names or a range of them, of the same channel
   */
  public record Cast(String followers, String agents) {
    public static final Cast OF_DEMO = new Cast("follower-", "agent-1..2");
    public static final Cast OF_OTHER = new Cast("other-follower-", "agent-3");
  }

  /** Connects people of the channel demo and waits for every welcome. */
  public static Fleet connect(
      Target target, SocketLoop loop, String run, int first, int followers, int agents) {
    return connect(target, loop, run, Cast.OF_DEMO, first, followers, agents);
  }

  /**
   * Connects and waits for every welcome.
   *
   * @param run prefix of all clientMessageIds of this fleet, never used before
   * @param first number of the first follower: {@code follower-<first>} and on
   * @param agents connections, taken in turn by the channel's agents
   */
  public static Fleet connect(
      Target target, SocketLoop loop, String run, Cast cast, int first, int followers, int agents) {
    Fleet fleet = new Fleet(loop, new MessageId(run), followers);
    try {
      if (agents > 0) {
        List<String> tokens = target.tokens().of(cast.agents());
        List<String> used = new ArrayList<>();
        for (int i = 0; i < agents; i++) {
          used.add(tokens.get(i % tokens.size()));
        }
        fleet.open(target, "/ws/agent", used, true);
      }
      if (followers > 0) {
        String names = "%s%d..%d".formatted(cast.followers(), first, first + followers - 1);
        fleet.open(target, "/ws/follower", target.tokens().of(names), false);
      }
      return fleet;
    } catch (RuntimeException e) {
      fleet.close();
      throw e;
    }
  }

  private void open(Target target, String path, List<String> tokens, boolean agent) {
    List<SocketConnection> connections = agent ? agents : followers;
    for (int from = 0; from < tokens.size(); from += CONNECTING_AT_ONCE) {
      int to = Math.min(tokens.size(), from + CONNECTING_AT_ONCE);
      List<CompletableFuture<SocketConnection>> opening = new ArrayList<>();
      List<Listener> listeners = new ArrayList<>();
      for (int i = from; i < to; i++) {
        Listener listener = new Listener(agent, i);
        listeners.add(listener);
        opening.add(loop.connect(target.socket(path), tokens.get(i), source(i), listener));
      }
      for (int i = 0; i < opening.size(); i++) {
        connections.add(await(opening.get(i), "the upgrade of " + path));
        await(listeners.get(i).welcomed, "the welcome on " + path);
      }
    }
  }

  /** A port is used once per address: many connections need several addresses of loopback. */
  private static InetAddress source(int index) {
    try {
      return index < PORTS_PER_ADDRESS
          ? null
          : InetAddress.getByAddress(
              new byte[] {127, 0, 0, (byte) (1 + index / PORTS_PER_ADDRESS)});
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Each follower writes once; returns when all of it has reached the first agent's socket. */
  public void greet() {
    int count = followers.size();
    Waiting waiting = new Waiting(GREETING, count);
    observe(waiting);
    String text = MessageId.text(120);
    for (int i = 0; i < count; i++) {
      send(i, GREETING, text);
    }
    waiting.await("first messages delivered");
    observe(Traffic.NONE);
  }

  /**
   * Brings every conversation into the ordinary state, Active: each follower writes once and an
   * agent answers.
   */
  public void activate() {
    greet();
    int count = followers.size();
    Waiting waiting = new Waiting(ANSWER, count);
    observe(waiting);
    String text = MessageId.text(120);
    for (int i = 0; i < count; i++) {
      write(agents.getFirst(), ids.send(i, ANSWER, conversationIds[i], text));
    }
    waiting.await("answers acked");
    observe(Traffic.NONE);
  }

  void observe(Traffic observer) {
    this.traffic = observer;
  }

  /** Follower {@code conversation} sends message {@code number}. Any thread may call. */
  void send(int conversation, int number, String text) {
    write(followers.get(conversation), ids.send(conversation, number, null, text));
  }

  /** The id of a follower's conversation; null before its first event. */
  public String conversationId(int conversation) {
    return conversationIds[conversation];
  }

  int agentCount() {
    return agents.size();
  }

  public int followerCount() {
    return followers.size();
  }

  /** Events that reached followers, their own messages: part of the work of the stack. */
  long followerEvents() {
    return followerEvents.get();
  }

  SocketLoop loop() {
    return loop;
  }

  /** Fails when a connection was lost or the generator is broken; names what happened. */
  public void check() {
    loop.check();
    if (!lost.isEmpty()) {
      throw new IllegalStateException("Connections were lost under load: " + new TreeMap<>(lost));
    }
  }

  private static void write(SocketConnection connection, byte[] frame) {
    try {
      connection.send(frame);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T await(CompletableFuture<T> future, String what) {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("Waited too long for " + what, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    closing = true;
    followers.forEach(SocketConnection::close);
    agents.forEach(SocketConnection::close);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Waits until the message numbered so of every conversation has got where it was to go. */
  private final class Waiting implements Traffic {
    private final int awaited;
    private final int expected;
    private final CountDownLatch left;
    private final Map<String, Long> refusals = new ConcurrentSkipListMap<>();

    Waiting(int awaited, int expected) {
      this.awaited = awaited;
      this.expected = expected;
      this.left = new CountDownLatch(expected);
    }

    @Override
    public void acked(int conversation, int number, long nanos) {
      if (number == awaited && awaited == ANSWER) {
        left.countDown();
      }
    }

    @Override
    public void delivered(int agent, int conversation, int number, long seq, long nanos) {
      if (number == awaited && awaited == GREETING && agent == 0) {
        left.countDown();
      }
    }

    @Override
    public void refused(int conversation, int number, String code) {
      refusals.merge(code, 1L, Long::sum);
      if (awaited == ANSWER && code.equals("conversation-owned")) {
        // By the other agent, since an earlier run: Active all the same.
        left.countDown();
      }
    }

    void await(String what) {
      try {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!left.await(100, TimeUnit.MILLISECONDS)) {
          check();
          if (System.nanoTime() - deadline > 0) {
            throw new IllegalStateException(
                "Only %d of %d %s within %d s, refusals: %s"
                    .formatted(
                        expected - left.getCount(), expected, what, PATIENCE_SECONDS, refusals));
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }

  /** One side of the traffic: a follower's or an agent's connection. */
  private final class Listener implements SocketListener {
    private final boolean agent;
    private final int index;
    private final CompletableFuture<Void> welcomed = new CompletableFuture<>();

    Listener(boolean agent, int index) {
      this.agent = agent;
      this.index = index;
    }

    @Override
    public void onText(
        SocketConnection connection, byte[] data, int offset, int length, long nanos) {
      if (FrameText.startsWith(data, offset, length, EVENT)) {
        if (agent) {
          delivered(data, offset, length, nanos);
        } else {
          followerEvents.lazySet(followerEvents.get() + 1);
        }
      } else if (FrameText.startsWith(data, offset, length, ACK)) {
        long found = ids.find(data, offset, length);
        if (found >= 0) {
          traffic.acked(MessageId.conversation(found), MessageId.number(found), nanos);
        }
      } else if (FrameText.startsWith(data, offset, length, WELCOME)) {
        welcomed.complete(null);
      } else if (FrameText.startsWith(data, offset, length, ERROR)) {
        long found = ids.find(data, offset, length);
        String code = FrameText.string(data, offset, length, CODE);
        traffic.refused(
            found < 0 ? -1 : MessageId.conversation(found),
            found < 0 ? -1 : MessageId.number(found),
            String.valueOf(code));
      }
    }

    private void delivered(byte[] data, int offset, int length, long nanos) {
      long found = ids.find(data, offset, length);
      if (found < 0) {
        return;
      }
      int conversation = MessageId.conversation(found);
      if (conversationIds[conversation] == null) {
        conversationIds[conversation] = FrameText.string(data, offset, length, CONVERSATION_ID);
      }
      long seq = FrameText.number(data, offset, length, SEQ);
      traffic.delivered(index, conversation, MessageId.number(found), seq, nanos);
    }

    @Override
    public void onClose(SocketConnection connection, int code, String reason) {
      if (!closing) {
        lost.merge((agent ? "agent " : "follower ") + code + ' ' + reason, 1L, Long::sum);
      }
      welcomed.completeExceptionally(new IOException("closed " + code + ' ' + reason));
    }
  }
}
