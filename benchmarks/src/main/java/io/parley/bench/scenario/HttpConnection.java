package io.parley.bench.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A connection to a server of this machine by HTTP/1.1, kept from one exchange to the next, as an
 * API gateway and a browser keep it.
 */
final class HttpConnection implements AutoCloseable {
  private static final int BUFFER = 262_144;

  /** No head of an answer is longer. */
  private static final int HEAD_BYTES = 4_096;

  private static final String HEAD_END = "\r\n\r\n";

  private static final Pattern LENGTH =
      Pattern.compile("^content-length: *(\\d+)$", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER];

  HttpConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  /** Asks, and returns the answer: its head, and of its body what came along with it. */
  String get(String path) throws IOException {
    send("GET " + path + " HTTP/1.1\r\nHost: localhost" + HEAD_END);
    return answer(200);
  }

  void send(String head) throws IOException {
    out.write(head.getBytes(StandardCharsets.US_ASCII));
  }

  void send(byte[] bytes, int from, int count) throws IOException {
    out.write(bytes, from, count);
  }

  /**
   * Reads an answer to its end.
   *
   * @param status that it must have
   * @return its head, and of its body what came along with it
   */
  String answer(int status) throws IOException {
    String begin = "";
    int read = 0;
    while (!begin.contains(HEAD_END)) {
      if (read >= HEAD_BYTES) {
        throw new IOException("answered with a head that does not end: " + begin);
      }
      int count = in.read(buffer, read, buffer.length - read);
      if (count < 0) {
        throw new IOException("closed instead of answering");
      }
      read += count;
      begin = new String(buffer, 0, Math.min(read, HEAD_BYTES), StandardCharsets.ISO_8859_1);
    }
    int bodyFrom = begin.indexOf(HEAD_END) + HEAD_END.length();
    Matcher length = LENGTH.matcher(begin.substring(0, bodyFrom));
    if (!begin.startsWith("HTTP/1.1 " + status) || !length.find()) {
      throw new IOException("answered " + begin.substring(0, Math.min(300, begin.length())));
    }
    long left = Long.parseLong(length.group(1)) - (read - bodyFrom);
    while (left > 0) {
      int count = in.read(buffer);
      if (count < 0) {
        throw new IOException("closed with %,d bytes missing".formatted(left));
      }
      left -= count;
    }
    return begin;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
