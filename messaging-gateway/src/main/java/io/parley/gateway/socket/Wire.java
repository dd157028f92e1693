package io.parley.gateway.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.VoidChannelPromise;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The connection below a WebSocket: many frames in one write, and what waits to be written. {@code
 * WebSocketConnection.sendText} encodes, allocates and flushes for each frame and each receiver.
 */
final class Wire {
  private static final int FIN_TEXT = 0x81;
  private static final int FIN_PING = 0x89;
  private static final int MAX_HEADER = 10;
  private static final int SHORT_LENGTH = 126;
  private static final int LONG_LENGTH = 127;
  private static final int MAX_UNSIGNED_SHORT = 0xFFFF;

  private final ChannelHandlerContext channel;

  private Wire(ChannelHandlerContext channel) {
    this.channel = channel;
  }

  /** The connection that a request came by. It stays the same through the upgrade. */
  static Wire of(HttpServerRequest request) {
    return new Wire(((ConnectionBase) request.connection()).channelHandlerContext());
  }

  /**
   * Completes the pipeline of a WebSocket: text that is not UTF-8 is refused with 1007 (Vert.x
   * would decode it into U+FFFD), and who is refused gets to read why.
   */
  void prepare() {
    channel
        .pipeline()
        .addBefore(channel.name(), "utf8-validator", new Utf8FrameValidator(false))
        .addBefore(channel.name(), "polite-close", PoliteClose.INSTANCE);
  }

  Executor eventLoop() {
    return channel.executor();
  }

  void later(long delayMillis, Runnable task) {
    Future<?> unused = channel.executor().schedule(task, delayMillis, TimeUnit.MILLISECONDS);
  }

  /** Room for that many frames with that many bytes in all. */
  ByteBuf buffer(int frames, int bytes) {
    return channel.alloc().ioBuffer(bytes + frames * MAX_HEADER);
  }

  /** Adds a text frame (RFC 6455 section 5.2; a server does not mask). */
  static void addText(ByteBuf buffer, byte[] text) {
    buffer.writeByte(FIN_TEXT);
    if (text.length < SHORT_LENGTH) {
      buffer.writeByte(text.length);
    } else if (text.length <= MAX_UNSIGNED_SHORT) {
      buffer.writeByte(SHORT_LENGTH);
      buffer.writeShort(text.length);
    } else {
      buffer.writeByte(LONG_LENGTH);
      buffer.writeLong(text.length);
    }
    buffer.writeBytes(text);
  }

  /** Writes frames; on the event loop. */
  void write(ByteBuf frames) {
    // Failures show as a closed channel; a promise that reports them would be made for nothing.
    Future<?> unused =
        channel.writeAndFlush(frames, new VoidChannelPromise(channel.channel(), false));
  }

  void ping() {
    write(Unpooled.wrappedBuffer(new byte[] {(byte) FIN_PING, 0}));
  }

  /** Runs the task once all that was written has left for the client. */
  void whenWritten(Runnable task) {
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            written -> {
              if (written.isSuccess()) {
                task.run();
              }
            });
  }

  /** Bytes that wait for the client; on the event loop. */
  long pendingBytes() {
    ChannelOutboundBuffer buffer = channel.channel().unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }

  boolean open() {
    return channel.channel().isActive();
  }

  /** Cuts the connection at once, without a handshake. */
  void cut() {
    // Past PoliteClose: nobody is there to read what was written.
    Future<?> unused = channel.pipeline().firstContext().close();
  }
}
