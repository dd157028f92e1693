package io.parley.e2e.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** One connection, as it is: frames go out as they are given and come in as they were sent. */
public final class Socket implements AutoCloseable {
  /** How the end of a connection without a close frame is told. */
  public static final int CUT = 1006;

  static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .executor(
              Executors.newFixedThreadPool(
                  4, Thread.ofPlatform().daemon().name("socket-", 0).factory()))
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private final Listener listener;
  private final List<JsonNode> received = new ArrayList<>();
  private final boolean keep;
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private CompletableFuture<WebSocket> writes;

  /** Hears of one connection; called by one thread at a time. */
  public interface Listener {
    void frame(JsonNode frame);

    /** The connection is over; the close code, or {@link Socket#CUT}. */
    void closed(int code);
  }

  private Socket(Listener listener, boolean keep) {
    this.listener = listener;
    this.keep = keep;
  }

  /**
   * How to connect.
   *
   * @param token sent as a header; null for none
   * @param origin null for none
   * @param subprotocols offered, the first preferred
   */
  public record Handshake(URI address, String token, String origin, List<String> subprotocols) {
    public static Handshake of(URI address, String token) {
      return new Handshake(address, token, null, List.of("parley.v1"));
    }

    public Handshake withOrigin(String other) {
      return new Handshake(address, token, other, subprotocols);
    }

    public Handshake withSubprotocols(String... others) {
      return new Handshake(address, token, origin, List.of(others));
    }
  }

  /** Connects; the future fails with {@link WebSocketHandshakeException} when it is refused. */
  static CompletableFuture<Socket> connect(Handshake how, Listener listener) {
    return connect(how, new Socket(listener, false));
  }

  private static CompletableFuture<Socket> connect(Handshake how, Socket socket) {
    WebSocket.Builder builder = HTTP.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(20));
    if (how.token() != null) {
      builder.header("Authorization", "Bearer " + how.token());
    }
    if (how.origin() != null) {
      builder.header("Origin", how.origin());
    }
    if (!how.subprotocols().isEmpty()) {
      builder.subprotocols(
          how.subprotocols().getFirst(),
          how.subprotocols().subList(1, how.subprotocols().size()).toArray(String[]::new));
    }
    return builder
        .buildAsync(how.address(), socket.new Inbound())
        .thenApply(
            webSocket -> {
              socket.writes = CompletableFuture.completedFuture(webSocket);
              return socket;
            });
  }

  /** Connects and keeps every frame for {@link #await}. */
  public static Socket open(Handshake how) {
    Listener nobody =
        new Listener() {
          @Override
          public void frame(JsonNode frame) {}

          @Override
          public void closed(int code) {}
        };
    return connect(how, new Socket(nobody, true)).join();
  }

  /** The HTTP status with which a handshake was refused; 101 when it was accepted. */
  public static int handshakeStatus(Handshake how) {
    try (Socket accepted = open(how)) {
      return accepted.closed.isDone() ? CUT : 101;
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        return refused.getResponse().statusCode();
      }
      throw e;
    }
  }

  /** Sends a text message; several wait for each other. */
  public void send(String text) {
    write(webSocket -> webSocket.sendText(text, true));
  }

  /** Sends a text message in fragments. */
  public void sendFragments(List<String> fragments) {
    for (int i = 0; i < fragments.size(); i++) {
      String fragment = fragments.get(i);
      boolean last = i == fragments.size() - 1;
      write(webSocket -> webSocket.sendText(fragment, last));
    }
  }

  public void sendBinary(byte[] bytes) {
    write(webSocket -> webSocket.sendBinary(ByteBuffer.wrap(bytes), true));
  }

  private synchronized void write(
      java.util.function.Function<WebSocket, CompletableFuture<WebSocket>> writing) {
    // What cannot be written any more is known from the end of the connection.
    writes = writes.thenCompose(writing);
  }

  /** Waits for a frame, among those already here too. */
  public JsonNode await(String what, Predicate<JsonNode> wanted) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    synchronized (received) {
      while (true) {
        for (JsonNode frame : received) {
          if (wanted.test(frame)) {
            return frame;
          }
        }
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0 || closed.isDone()) {
          throw new AssertionError(
              "No "
                  + what
                  + (closed.isDone() ? ", closed " + closed.join() : "")
                  + ": "
                  + received);
        }
        try {
          received.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException(e);
        }
      }
    }
  }

  /** Waits for the first frame of a type. */
  public JsonNode await(String type) {
    return await(type, frame -> frame.path("type").asText().equals(type));
  }

  /** Waits for the answer to a send: ack or error. */
  public JsonNode answer(String clientMessageId) {
    return await(
        "answer to " + clientMessageId,
        frame ->
            !frame.path("type").asText().equals("event")
                && frame.path("clientMessageId").asText().equals(clientMessageId));
  }

  public List<JsonNode> received() {
    synchronized (received) {
      return List.copyOf(received);
    }
  }

  /** Waits for the end and returns its close code. */
  public int awaitClose() {
    try {
      return closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("The server does not close the connection: " + received(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Cuts the connection without a word, as a lost network does. */
  public void cut() {
    var unused = writes.thenAccept(WebSocket::abort);
    end(CUT);
  }

  /** Says goodbye; the connection is cut if the server does not answer within a second. */
  @Override
  public void close() {
    if (closed.isDone()) {
      return;
    }
    CompletableFuture<WebSocket> open;
    synchronized (this) {
      open = writes;
    }
    write(webSocket -> webSocket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
    var unused =
        open.thenAcceptAsync(
            WebSocket::abort, CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS));
  }

  private void end(int code) {
    if (closed.complete(code)) {
      synchronized (received) {
        received.notifyAll();
      }
      listener.closed(code);
    }
  }

  private final class Inbound implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        JsonNode frame = parse(text.toString());
        text.setLength(0);
        if (keep) {
          synchronized (received) {
            received.add(frame);
            received.notifyAll();
          }
        }
        listener.frame(frame);
      }
      webSocket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
      end(statusCode);
      return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      end(CUT);
    }

    private static JsonNode parse(String text) {
      try {
        return JSON.readTree(text);
      } catch (JsonProcessingException e) {
        throw new AssertionError("The server sent no JSON: " + text, e);
      }
    }
  }
}
