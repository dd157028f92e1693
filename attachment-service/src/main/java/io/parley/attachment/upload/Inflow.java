package io.parley.attachment.upload;

import io.netty.channel.Channel;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The connection that an upload comes by, and what it has in memory. The connection itself is held:
 * a paused request of Vert.x goes on to read eight pieces of 32 KiB, which hundreds at once cannot
 * afford.
 *
 * <p>All calls come on the connection's event loop.
 */
final class Inflow {
  /** Bytes of one upload that may wait for the disk. */
  private static final int MOST = 262_144;

  private final Memory memory;
  private final Channel channel;
  private int waiting;
  private boolean held;
  private boolean over;

  private Inflow(Memory memory, Channel channel) {
    this.memory = memory;
    this.channel = channel;
  }

  /** The connection of a request by HTTP/1.1, the only version that this service speaks. */
  static Inflow of(HttpServerRequest request, Memory memory) {
    Channel channel = ((ConnectionBase) request.connection()).channelHandlerContext().channel();
    // Whoever is not held when the memory fills up still brings one piece.
    channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(Memory.PIECE));
    return new Inflow(memory, channel);
  }

  /** Reads nothing until {@link #go}. */
  void hold() {
    held = true;
    channel.config().setAutoRead(false);
  }

  /** Reads nothing more of this upload. */
  void stop() {
    over = true;
    hold();
  }

  void go() {
    held = false;
    channel.config().setAutoRead(true);
  }

  /** Bytes came, and wait for the disk from now on. */
  void came(int bytes) {
    waiting += bytes;
    memory.take(bytes);
    if (waiting >= MOST || memory.isFull()) {
      hold();
    }
  }

  /** Bytes are written. */
  void went(int bytes) {
    waiting -= bytes;
    memory.giveBack(bytes);
    if (!held || over) {
      return;
    }
    if (memory.isFull()) {
      memory.line(this);
    } else if (waiting < MOST) {
      go();
    }
  }

  /** Whatever became of the upload: the connection is free for what comes next. */
  void end() {
    over = true;
    memory.giveBack(waiting);
    waiting = 0;
    go();
  }

  private void called() {
    channel
        .eventLoop()
        .execute(
            () -> {
              if (over) {
                memory.call();
              } else {
                go();
              }
            });
  }

  /** What all uploads together have in memory. Beyond the bound they read one after another. */
  static final class Memory {
    private static final int BYTES = 2_097_152;

    /** What a connection brings at once, at most. */
    private static final int PIECE = 32_768;

    private final AtomicInteger taken = new AtomicInteger();
    private final Queue<Inflow> line = new ConcurrentLinkedQueue<>();

    boolean isFull() {
      return taken.get() >= BYTES;
    }

    private void take(int bytes) {
      taken.addAndGet(bytes);
    }

    private void giveBack(int bytes) {
      taken.addAndGet(-bytes);
      call();
    }

    private void line(Inflow upload) {
      line.add(upload);
      // Room may have come in between, and nobody else might say so.
      call();
    }

    /**
     * Lets in as many as there is room for; all when there is plenty, for some may bring nothing.
     */
    private void call() {
      int room = BYTES - taken.get();
      int most = room > BYTES / 2 ? Integer.MAX_VALUE : (room + PIECE - 1) / PIECE;
      for (int i = 0; i < most; i++) {
        Inflow next = line.poll();
        if (next == null) {
          return;
        }
        next.called();
      }
    }
  }
}
