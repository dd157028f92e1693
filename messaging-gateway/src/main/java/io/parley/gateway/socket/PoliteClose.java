package io.parley.gateway.socket;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Lets a client know why it is closed. A frame against RFC 6455 is answered by the close frame that
 * is due, where Vert.x would only close. And a connection is closed in halves: the outgoing one
 * when all is written, the other when the client has closed or after a moment. Closing both while
 * the rest of an oversize frame still comes in would reset the connection, and the client would
 * never see the close frame.
 */
@Sharable
final class PoliteClose extends ChannelDuplexHandler {
  static final PoliteClose INSTANCE = new PoliteClose();

  private static final long LINGER_MILLIS = 1_000;

  private PoliteClose() {}

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof CorruptedWebSocketFrameException corrupted) {
      Future<?> unused = context.writeAndFlush(new CloseWebSocketFrame(corrupted.closeStatus()));
    }
    context.fireExceptionCaught(cause);
  }

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    if (!(context.channel() instanceof DuplexChannel socket) || !socket.isActive()) {
      Future<?> unused = context.close(promise);
      return;
    }
    if (!socket.isOutputShutdown()) {
      // What still comes must be read, or it causes the reset; the codec throws it away.
      socket.config().setAutoRead(true);
      Future<?> unusedHalf =
          context
              .writeAndFlush(Unpooled.EMPTY_BUFFER)
              .addListener(written -> shutdownOutput(socket));
      Future<?> unusedRest =
          context.executor().schedule(() -> end(context), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }
    if (!promise.isVoid()) {
      Future<?> unusedTold = socket.closeFuture().addListener(closed -> promise.trySuccess());
    }
  }

  private static void shutdownOutput(DuplexChannel socket) {
    Future<?> unused = socket.shutdownOutput();
  }

  private static void end(ChannelHandlerContext context) {
    Future<?> unused = context.close();
  }
}
