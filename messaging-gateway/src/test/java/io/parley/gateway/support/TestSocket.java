package io.parley.gateway.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.contracts.json.Json;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

/** A client of the socket that remembers every frame. */
public final class TestSocket implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Vertx VERTX = Vertx.vertx();
  private static final WebSocketClient CLIENT =
      VERTX.createWebSocketClient(
          new WebSocketClientOptions()
              .setMaxConnections(10_000)
              .setMaxFrameSize(10_000_000)
              .setMaxMessageSize(10_000_000));

  private final List<JsonNode> frames = new ArrayList<>();
  private WebSocket socket;
  private Integer closeCode;
  private int taken;

  private TestSocket() {}

  /** Opens a socket with a token in the Authorization header. */
  public static TestSocket open(URI base, String path, String token) {
    return open(request(base, path).putHeader("Authorization", "Bearer " + token));
  }

  public static WebSocketConnectOptions request(URI base, String path) {
    return new WebSocketConnectOptions()
        .setAllowOriginHeader(false)
        .setHost("localhost")
        .setPort(base.getPort())
        .setURI(path);
  }

  public static TestSocket open(WebSocketConnectOptions request) {
    TestSocket opened = new TestSocket();
    opened.socket =
        CLIENT
            .connect(request)
            .onSuccess(
                socket -> {
                  socket.textMessageHandler(opened::received);
                  socket.closeHandler(gone -> opened.closed(socket.closeStatusCode()));
                  socket.exceptionHandler(failure -> {});
                })
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    return opened;
  }

  /** The status with which an upgrade is refused; 101 when it is not. */
  public static int status(WebSocketConnectOptions request) {
    try {
      open(request).close();
      return 101;
    } catch (CompletionException e) {
      if (e.getCause() instanceof UpgradeRejectedException refused) {
        return refused.getStatus();
      }
      throw e;
    }
  }

  /** The refusal of an upgrade that must be refused. */
  public static UpgradeRejectedException refused(WebSocketConnectOptions request) {
    try {
      open(request).close();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UpgradeRejectedException refused) {
        return refused;
      }
      throw e;
    }
    throw new AssertionError("The upgrade was not refused");
  }

  /** Asks until an upgrade is refused with 429, and returns the refusal. */
  public static UpgradeRejectedException untilTooOften(WebSocketConnectOptions request) {
    for (int i = 0; i < 2_000; i++) {
      try {
        open(request).close();
      } catch (CompletionException e) {
        if (e.getCause() instanceof UpgradeRejectedException refused
            && refused.getStatus() == 429) {
          return refused;
        }
      }
    }
    throw new AssertionError("No upgrade was refused with 429");
  }

  public String subprotocol() {
    return socket.subProtocol();
  }

  public WebSocket raw() {
    return socket;
  }

  public void send(String frame) {
    socket.writeTextMessage(frame);
  }

  /** Sends an object written as JSON with single quotes. */
  public void sendQuoted(String frame) {
    send(frame.replace('\'', '"'));
  }

  /** The next frame that fits, after those taken before; frames in between are passed over. */
  public JsonNode await(Predicate<JsonNode> wanted, String what) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    synchronized (frames) {
      while (true) {
        while (taken < frames.size()) {
          JsonNode frame = frames.get(taken++);
          if (wanted.test(frame)) {
            return frame;
          }
        }
        waitUntil(deadline, what);
      }
    }
  }

  public JsonNode await(String type) {
    return await(frame -> frame.path("type").asText().equals(type), type);
  }

  /** The first of all frames that fits, whether it was passed over before or is yet to come. */
  public JsonNode awaitAnywhere(Predicate<JsonNode> wanted, String what) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    synchronized (frames) {
      while (true) {
        Optional<JsonNode> found = frames.stream().filter(wanted).findFirst();
        if (found.isPresent()) {
          return found.get();
        }
        waitUntil(deadline, what);
      }
    }
  }

  /** Waits until that many frames of a type have come, and gives all of them. */
  public List<JsonNode> awaitAll(String type, int count) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    synchronized (frames) {
      while (true) {
        List<JsonNode> found = all(type);
        if (found.size() >= count) {
          return found;
        }
        waitUntil(deadline, count + " times " + type);
      }
    }
  }

  /** All frames of a type that have come so far. */
  public List<JsonNode> all(String type) {
    synchronized (frames) {
      return frames.stream().filter(frame -> frame.path("type").asText().equals(type)).toList();
    }
  }

  public int awaitClose() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    synchronized (frames) {
      while (closeCode == null) {
        waitUntil(deadline, "close");
      }
      return closeCode;
    }
  }

  public boolean isOpen() {
    synchronized (frames) {
      return closeCode == null;
    }
  }

  /** Proves that all frames sent before were handled. */
  public void sync() {
    send("{\"type\":\"resume\",\"positions\":{}}");
    await("caught-up");
  }

  private void waitUntil(long deadline, String what) {
    long millis = (deadline - System.nanoTime()) / 1_000_000;
    if (millis <= 0) {
      throw new AssertionError("No " + what + "; closed: " + closeCode + ", frames: " + frames);
    }
    try {
      frames.wait(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void received(String text) {
    try {
      JsonNode frame = Json.tolerant().readTree(text);
      synchronized (frames) {
        frames.add(frame);
        frames.notifyAll();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void closed(Short code) {
    synchronized (frames) {
      closeCode = code == null ? 1006 : (int) code;
      frames.notifyAll();
    }
  }

  public static ObjectNode send(String clientMessageId, String text) {
    return Json.tolerant()
        .createObjectNode()
        .put("type", "send")
        .put("clientMessageId", clientMessageId)
        .put("text", text);
  }

  @Override
  public void close() {
    socket.close();
  }
}
