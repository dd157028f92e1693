package io.parley.e2e.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** One connection, as it is: frames go out as they are given and come in as they were sent. */
public final class Socket implements AutoCloseable {
  /** How the end of a connection without a close frame is told. */
  public static final int CUT = 1006;

  private static final int NO_CODE = 1005;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Wire wire;
  private final Listener listener;
  private final List<JsonNode> received = new ArrayList<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();

  /** Hears of one connection; called by one thread at a time. */
  interface Listener {
    void frame(JsonNode frame);

    /** The connection is over; the close code, or {@link Socket#CUT}. */
    void closed(int code);
  }

  private Socket(Wire wire, Listener listener) {
    this.wire = wire;
    this.listener = listener;
    Thread.ofVirtual().name("socket").start(this::read);
  }

  /** Connects; the future fails with {@link RefusedException} when there is no upgrade. */
  static CompletableFuture<Socket> connect(Handshake how, Listener listener) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return new Socket(Wire.open(how), listener);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        task -> Thread.ofVirtual().start(task));
  }

  /** Connects and keeps every frame for {@link #await}. */
  public static Socket open(Handshake how) {
    try {
      return new Socket(Wire.open(how), null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The HTTP status with which a handshake is answered; 101 when it is accepted. */
  public static int handshakeStatus(Handshake how) {
    try {
      Wire.open(how).close();
      return 101;
    } catch (RefusedException refused) {
      return refused.status();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a text message. What cannot be written any more is known from the end. */
  public void send(String text) {
    frame(true, Wire.TEXT, text.getBytes(UTF_8));
  }

  /** Sends bytes as a text message, whether they are text or not. */
  public void sendText(byte[] bytes) {
    frame(true, Wire.TEXT, bytes);
  }

  /** Sends a text message in fragments. */
  public void sendFragments(List<String> fragments) {
    for (int i = 0; i < fragments.size(); i++) {
      frame(
          i == fragments.size() - 1,
          i == 0 ? Wire.TEXT : Wire.CONTINUATION,
          fragments.get(i).getBytes(UTF_8));
    }
  }

  public void sendBinary(byte[] bytes) {
    frame(true, Wire.BINARY, bytes);
  }

  private void frame(boolean last, int opcode, byte[] payload) {
    try {
      wire.send(last, opcode, payload);
    } catch (IOException e) {
      end(CUT);
    }
  }

  private void read() {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    try {
      while (true) {
        Wire.Frame frame = wire.receive();
        switch (frame.opcode()) {
          case Wire.TEXT, Wire.CONTINUATION -> {
            message.write(frame.payload().array());
            if (frame.last()) {
              take(JSON.readTree(message.toByteArray()));
              message.reset();
            }
          }
          case Wire.PING -> frame(true, Wire.PONG, frame.payload().array());
          case Wire.CLOSE -> {
            frame(true, Wire.CLOSE, frame.payload().array());
            wire.close();
            end(frame.payload().remaining() < 2 ? NO_CODE : frame.payload().getChar());
            return;
          }
          case Wire.PONG -> {
            // Only says that the server lives.
          }
          default -> throw new IOException("No frame of RFC 6455 has opcode " + frame.opcode());
        }
      }
    } catch (IOException e) {
      wire.close();
      end(CUT);
    }
  }

  private void take(JsonNode frame) {
    if (listener != null) {
      listener.frame(frame);
      return;
    }
    synchronized (received) {
      received.add(frame);
      received.notifyAll();
    }
  }

  /** Waits for a frame, among those already here too. */
  public JsonNode await(String what, Predicate<JsonNode> wanted) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    synchronized (received) {
      int looked = 0;
      while (true) {
        for (; looked < received.size(); looked++) {
          if (wanted.test(received.get(looked))) {
            return received.get(looked);
          }
        }
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0 || closed.isDone()) {
          throw new AssertionError(
              "No "
                  + what
                  + (closed.isDone() ? ", closed with " + closed.join() : "")
                  + ", last frames: "
                  + received.subList(Math.max(0, received.size() - 5), received.size()));
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
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  public boolean isOpen() {
    return !closed.isDone();
  }

  /** Cuts the connection without a word, as a lost network does. */
  public void cut() {
    wire.close();
    end(CUT);
  }

  /** Says goodbye and is gone. */
  @Override
  public void close() {
    if (isOpen()) {
      frame(true, Wire.CLOSE, new byte[] {0x03, (byte) 0xE8});
    }
    cut();
  }

  private void end(int code) {
    if (closed.complete(code)) {
      synchronized (received) {
        received.notifyAll();
      }
      if (listener != null) {
        listener.closed(code);
      }
    }
  }
}
