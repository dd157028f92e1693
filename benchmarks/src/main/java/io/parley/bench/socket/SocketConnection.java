package io.parley.bench.socket;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * One client WebSocket. Reading happens on the loop's thread; {@link #send} may be called from any
 * thread and usually writes at once.
 */
public final class SocketConnection {
  private static final byte[] NOTHING = {};

  private final SocketLoop loop;
  private final SocketChannel channel;
  private final URI uri;
  private final SocketListener listener;
  private final Handshake handshake;
  private CompletableFuture<SocketConnection> opened;
  private SelectionKey key;

  /** The beginning of a frame whose rest has not arrived. */
  private byte[] rest = NOTHING;

  /** The fragments of a message so far, or null outside a fragmented message. */
  private ByteArrayOutputStream fragments;

  /** What the kernel did not take yet; guarded by this. */
  private byte[] unsent = NOTHING;

  private boolean upgraded;
  private boolean ended;
  private int closeCode = 1006;
  private String closeReason = "";

  SocketConnection(
      SocketLoop loop,
      SocketChannel channel,
      URI uri,
      String token,
      SocketListener listener,
      CompletableFuture<SocketConnection> opened) {
    this.loop = loop;
    this.channel = channel;
    this.uri = uri;
    this.listener = listener;
    this.handshake = new Handshake(uri, token);
    this.opened = opened;
  }

  void attach(SelectionKey selectionKey) {
    this.key = selectionKey;
    selectionKey.attach(this);
  }

  /** Sends one text message. */
  public void send(byte[] text) throws IOException {
    write(Frame.encode(Frame.TEXT, text));
  }

  /** Says goodbye and ends the connection. */
  public void close() {
    loop.execute(
        () -> {
          if (ended) {
            return;
          }
          try {
            if (upgraded) {
              write(Frame.encode(Frame.CLOSE, new byte[] {0x03, (byte) 0xE8}));
            }
          } catch (IOException e) {
            // It is gone already, which is what was wanted.
            closeReason = String.valueOf(e.getMessage());
          }
          closeCode = 1000;
          end();
        });
  }

  void abort() {
    end();
  }

  private synchronized void write(byte[] frame) throws IOException {
    if (unsent.length == 0) {
      ByteBuffer buffer = ByteBuffer.wrap(frame);
      channel.write(buffer);
      if (!buffer.hasRemaining()) {
        return;
      }
      unsent = Arrays.copyOfRange(frame, buffer.position(), frame.length);
      loop.execute(this::wantWrite);
    } else {
      byte[] joined = Arrays.copyOf(unsent, unsent.length + frame.length);
      System.arraycopy(frame, 0, joined, unsent.length, frame.length);
      unsent = joined;
    }
  }

  private void wantWrite() {
    if (key.isValid()) {
      key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }
  }

  private synchronized void flush() throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(unsent);
    channel.write(buffer);
    unsent = Arrays.copyOfRange(unsent, buffer.position(), unsent.length);
    if (unsent.length == 0) {
      key.interestOps(SelectionKey.OP_READ);
    }
  }

  void onReady(byte[] buffer) {
    try {
      if (!channel.isConnected()) {
        channel.finishConnect();
      }
      if ((key.interestOps() & SelectionKey.OP_CONNECT) != 0) {
        key.interestOps(SelectionKey.OP_READ);
        write(handshake.request());
        return;
      }
      if (key.isWritable()) {
        flush();
      }
      if (key.isReadable()) {
        read(buffer);
      }
    } catch (IOException | RuntimeException e) {
      if (opened != null) {
        opened.completeExceptionally(
            new IOException("No socket at " + uri + ": " + e.getMessage(), e));
        opened = null;
      }
      closeReason = String.valueOf(e.getMessage());
      end();
    }
  }

  private void read(byte[] buffer) throws IOException {
    int kept = rest.length;
    System.arraycopy(rest, 0, buffer, 0, kept);
    int count = channel.read(ByteBuffer.wrap(buffer, kept, buffer.length - kept));
    if (count < 0) {
      throw new EOFException("closed by the server");
    }
    long now = System.nanoTime();
    int end = kept + count;
    int position = 0;
    if (!upgraded) {
      position = handshake.response(buffer, end);
      if (position < 0) {
        rest = Arrays.copyOf(buffer, end);
        return;
      }
      upgraded = true;
      opened.complete(this);
      opened = null;
    }
    position = frames(buffer, position, end, now);
    if (position == 0 && end == buffer.length) {
      throw new IOException("a frame of more than " + buffer.length + " bytes");
    }
    rest = position == end ? NOTHING : Arrays.copyOfRange(buffer, position, end);
  }

  /** Handles all whole frames and returns where the next one begins. */
  private int frames(byte[] buffer, int from, int end, long now) throws IOException {
    int position = from;
    while (!ended) {
      Frame.Header header = Frame.header(buffer, position, end);
      if (header == null) {
        break;
      }
      frame(header, buffer, now);
      position = header.next();
    }
    return ended ? end : position;
  }

  private void frame(Frame.Header header, byte[] buffer, long now) throws IOException {
    switch (header.opcode()) {
      case Frame.TEXT, Frame.BINARY, Frame.CONTINUATION -> message(header, buffer, now);
      case Frame.PING ->
          write(
              Frame.encode(
                  Frame.PONG,
                  Arrays.copyOfRange(
                      buffer, header.payload(), header.payload() + header.length())));
      case Frame.PONG -> {}
      case Frame.CLOSE -> {
        if (header.length() >= 2) {
          int at = header.payload();
          closeCode = ((buffer[at] & 0xFF) << 8) | (buffer[at + 1] & 0xFF);
          closeReason = new String(buffer, at + 2, header.length() - 2, StandardCharsets.UTF_8);
        }
        write(Frame.encode(Frame.CLOSE, NOTHING));
        end();
      }
      default -> throw new IOException("unknown opcode " + header.opcode());
    }
  }

  private void message(Frame.Header header, byte[] buffer, long now) {
    if (header.fin() && fragments == null) {
      listener.onText(this, buffer, header.payload(), header.length(), now);
      return;
    }
    if (fragments == null) {
      fragments = new ByteArrayOutputStream();
    }
    fragments.write(buffer, header.payload(), header.length());
    if (header.fin()) {
      byte[] whole = fragments.toByteArray();
      fragments = null;
      listener.onText(this, whole, 0, whole.length, now);
    }
  }

  private void end() {
    if (ended) {
      return;
    }
    ended = true;
    key.cancel();
    try {
      channel.close();
    } catch (IOException e) {
      closeReason = String.valueOf(e.getMessage());
    }
    if (upgraded) {
      listener.onClose(this, closeCode, closeReason);
    } else if (opened != null) {
      opened.completeExceptionally(new IOException("No socket at " + uri + ": " + closeReason));
      opened = null;
    }
  }
}
