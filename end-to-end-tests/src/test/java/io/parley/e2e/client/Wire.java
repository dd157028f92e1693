package io.parley.e2e.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

/**
 * RFC 6455 from the client's side, as bytes: whatever a test wants to send can be sent, also what
 * no decent client would. Blocking; meant for virtual threads.
 */
final class Wire implements AutoCloseable {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private static final int CONNECT_MILLIS = 10_000;
  private static final int HANDSHAKE_MILLIS = 30_000;
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  /** One frame as it came. */
  record Frame(boolean last, int opcode, ByteBuffer payload) {}

  private Wire(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 65_536));
    this.out = new BufferedOutputStream(socket.getOutputStream());
  }

  /**
   * Connects.
   *
   * @throws RefusedException when the server does not upgrade
   */
  static Wire open(Handshake how) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(how.host(), how.port()), CONNECT_MILLIS);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(HANDSHAKE_MILLIS);
      Wire wire = new Wire(socket);
      wire.shakeHands(how);
      socket.setSoTimeout(0);
      return wire;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private void shakeHands(Handshake how) throws IOException {
    byte[] nonce = new byte[16];
    ThreadLocalRandom.current().nextBytes(nonce);
    String key = Base64.getEncoder().encodeToString(nonce);
    out.write(how.request(key).getBytes(ISO_8859_1));
    out.flush();
    String status = line();
    boolean proven = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      proven |= header.equalsIgnoreCase("Sec-WebSocket-Accept: " + proof(key));
    }
    int code = Integer.parseInt(status.substring(9, 12));
    if (code != 101) {
      throw new RefusedException(code);
    }
    if (!proven) {
      throw new IOException("The server has not understood the handshake");
    }
  }

  private static String proof(String key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(ISO_8859_1));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("The server hung up during the handshake");
      }
      line.append((char) c);
    }
    return line.toString().stripTrailing();
  }

  /** Sends a frame, masked as clients must. */
  synchronized void send(boolean last, int opcode, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
    frame.put((byte) ((last ? 0x80 : 0) | opcode));
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else if (payload.length <= 0xFFFF) {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (0x80 | 127)).putLong(payload.length);
    }
    int mask = ThreadLocalRandom.current().nextInt();
    frame.putInt(mask);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ mask >> (24 - 8 * (i % 4))));
    }
    out.write(frame.array(), 0, frame.position());
    out.flush();
  }

  /** Reads the next frame. */
  Frame receive() throws IOException {
    int first = in.readUnsignedByte();
    int second = in.readUnsignedByte();
    long length = second & 0x7F;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    byte[] payload = new byte[Math.toIntExact(length)];
    in.readFully(payload);
    return new Frame((first & 0x80) != 0, first & 0x0F, ByteBuffer.wrap(payload));
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone, which is what was wanted.
    }
  }
}
