package io.parley.bench.load;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Speaks just enough of {@code parley.v1} to try the generator on: a conversation for each token,
 * an ack to the sender and the event to every agent. Stores nothing.
 */
final class TinyChatServer implements AutoCloseable {
  private static final Pattern MESSAGE_ID = Pattern.compile("\"clientMessageId\":\"([^\"]+)\"");
  private static final Pattern CONVERSATION = Pattern.compile("\"conversationId\":\"([^\"]+)\"");

  private final ServerSocket server;
  private final List<OutputStream> agents = new CopyOnWriteArrayList<>();
  private final Map<String, Long> seqs = new ConcurrentHashMap<>();

  /** Every so many events one is not sent to agents, to see that a hole is noticed; 0 for never. */
  private final int losing;

  TinyChatServer(int losing) throws IOException {
    this.losing = losing;
    this.server = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  Target target() {
    return new Target(
        URI.create("http://127.0.0.1:" + server.getLocalPort()), TinyChatServer::tokens);
  }

  private static List<String> tokens(String names) {
    Matcher range = Pattern.compile("(.+)-(\\d+)\\.\\.(\\d+)").matcher(names);
    if (!range.matches()) {
      return List.of(names);
    }
    return java.util.stream.IntStream.rangeClosed(
            Integer.parseInt(range.group(2)), Integer.parseInt(range.group(3)))
        .mapToObj(number -> range.group(1) + '-' + number)
        .toList();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      OutputStream out = socket.getOutputStream();
      String request = upgrade(in, out);
      String name = field(request, "Authorization: Bearer ");
      boolean agent = request.startsWith("GET /ws/agent ");
      frame(out, 1, "{\"type\":\"welcome\",\"protocol\":\"parley.v1\"}");
      frame(out, 9, "ping");
      if (agent) {
        agents.add(out);
      }
      for (String text = read(in); text != null; text = read(in)) {
        if (text.startsWith("{\"type\":\"send\"")) {
          message(text, name, out);
        }
      }
    } catch (IOException e) {
      // The client has gone.
      return;
    }
  }

  private void message(String text, String name, OutputStream out) throws IOException {
    String id = group(MESSAGE_ID, text);
    String named = group(CONVERSATION, text);
    String conversation = named == null ? "c-" + name : named;
    if (text.contains("refuse me")) {
      frame(out, 1, "{\"type\":\"error\",\"clientMessageId\":\"" + id + "\",\"code\":\"no\"}");
      return;
    }
    synchronized (this) {
      long seq = seqs.merge(conversation, 1L, Long::sum);
      frame(
          out,
          1,
          "{\"type\":\"ack\",\"clientMessageId\":\""
              + id
              + "\",\"conversationId\":\""
              + conversation
              + "\",\"seq\":"
              + seq
              + "}");
      if (losing > 0 && seq % losing == 0) {
        return;
      }
      for (OutputStream agent : agents) {
        frame(
            agent,
            1,
            "{\"type\":\"event\",\"event\":\"message-sent\",\"conversationId\":\""
                + conversation
                + "\",\"seq\":"
                + seq
                + ",\"clientMessageId\":\""
                + id
                + "\"}");
      }
    }
  }

  private static String upgrade(DataInputStream in, OutputStream out) throws IOException {
    StringBuilder request = new StringBuilder();
    while (request.indexOf("\r\n\r\n") < 0) {
      request.append((char) in.readUnsignedByte());
    }
    String text = request.toString();
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest(
                  (field(text, "Sec-WebSocket-Key: ") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                      .getBytes(StandardCharsets.US_ASCII));
      out.write(
          ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  + "Sec-WebSocket-Accept: "
                  + Base64.getEncoder().encodeToString(digest)
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    return text;
  }

  private static String field(String request, String name) {
    int start = request.indexOf(name) + name.length();
    return request.substring(start, request.indexOf("\r\n", start));
  }

  private static String group(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : null;
  }

  /** The next text, an empty string for other frames, null for a close frame. */
  private static String read(DataInputStream in) throws IOException {
    int opcode = in.readUnsignedByte() & 0x0F;
    int length = in.readUnsignedByte() & 0x7F;
    if (length == 126) {
      length = in.readUnsignedShort();
    }
    byte[] mask = in.readNBytes(4);
    byte[] payload = in.readNBytes(length);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i % 4];
    }
    return opcode == 8 ? null : opcode == 1 ? new String(payload, StandardCharsets.UTF_8) : "";
  }

  private static void frame(OutputStream out, int opcode, String text) throws IOException {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    int head = payload.length < 126 ? 2 : 4;
    byte[] frame = new byte[head + payload.length];
    frame[0] = (byte) (0x80 | opcode);
    frame[1] = (byte) (head == 2 ? payload.length : 126);
    if (head == 4) {
      frame[2] = (byte) (payload.length >> 8);
      frame[3] = (byte) payload.length;
    }
    System.arraycopy(payload, 0, frame, head, payload.length);
    synchronized (out) {
      out.write(frame);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
