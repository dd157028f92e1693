package io.parley.bench.socket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One thread and one selector for all connections of the generator. */
public final class SocketLoop implements AutoCloseable {
  private static final int READ_BUFFER = 256 * 1024;

  private record Timed(long at, Runnable task) {}

  private final Selector selector;
  private final Thread thread;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Timed> timers =
      new PriorityQueue<>((a, b) -> Long.signum(a.at - b.at));

  /** Shared by all connections: only what is left of a half-read frame is kept per connection. */
  private final byte[] readBuffer = new byte[READ_BUFFER];

  private volatile boolean closed;
  private volatile RuntimeException failure;

  public SocketLoop() {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread = Thread.ofPlatform().daemon().name("socket-loop").start(this::run);
  }

  /**
   * Opens a WebSocket.
   *
   * @param uri {@code ws://host:port/path}
   * @param token sent as a bearer token in the Authorization header
   * @param source local address to connect from, or null for any
   * @return completes after the upgrade, or exceptionally when it was refused
   */
  public CompletableFuture<SocketConnection> connect(
      URI uri, String token, InetAddress source, SocketListener listener) {
    CompletableFuture<SocketConnection> opened = new CompletableFuture<>();
    execute(
        () -> {
          try {
            SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (source != null) {
              channel.bind(new InetSocketAddress(source, 0));
            }
            SocketConnection connection =
                new SocketConnection(this, channel, uri, token, listener, opened);
            connection.attach(channel.register(selector, SelectionKey.OP_CONNECT));
            if (channel.connect(new InetSocketAddress(uri.getHost(), uri.getPort()))) {
              connection.onReady(readBuffer);
            }
          } catch (IOException | RuntimeException e) {
            opened.completeExceptionally(e);
          }
        });
    return opened;
  }

  /** Runs the task on the loop's thread, soon. */
  public void execute(Runnable task) {
    tasks.add(task);
    if (!Thread.currentThread().equals(thread)) {
      selector.wakeup();
    }
  }

  /** Runs the task on the loop's thread after the delay; for coarse things (milliseconds). */
  public void later(long delayNanos, Runnable task) {
    long at = System.nanoTime() + delayNanos;
    execute(() -> timers.add(new Timed(at, task)));
  }

  /** Rethrows what ended the loop before its time, if anything did. */
  public void check() {
    RuntimeException seen = failure;
    if (seen != null) {
      throw new IllegalStateException("The generator's socket loop has failed", seen);
    }
  }

  private void run() {
    try {
      while (!closed) {
        long wait = 1_000;
        Timed next = timers.peek();
        if (next != null) {
          wait = Math.clamp((next.at - System.nanoTime()) / 1_000_000 + 1, 1, 1_000);
        }
        if (tasks.isEmpty()) {
          selector.select(this::onReady, wait);
        } else {
          selector.selectNow(this::onReady);
        }
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        long now = System.nanoTime();
        for (Timed due = timers.peek(); due != null && due.at - now <= 0; due = timers.peek()) {
          timers.remove().task.run();
        }
      }
    } catch (IOException | RuntimeException e) {
      failure = e instanceof RuntimeException r ? r : new IllegalStateException(e);
    }
    for (SelectionKey key : selector.keys()) {
      ((SocketConnection) key.attachment()).abort();
    }
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void onReady(SelectionKey key) {
    ((SocketConnection) key.attachment()).onReady(readBuffer);
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
