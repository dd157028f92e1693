package io.parley.bench.load;

import io.parley.bench.socket.FrameText;
import java.nio.charset.StandardCharsets;

/**
 * The clientMessageIds of one run of the benchmark: {@code <run>-<conversation>-<number>}, so that
 * an arriving frame says by itself which message it is about.
 */
final class MessageId {
  private static final byte[] FIELD = FrameText.field("clientMessageId");

  private final String run;
  private final byte[] quotedRun;

  /**
   * Ids of one run.
   *
   * @param run letters and digits; different for each run, because ids are unique for ever
   */
  MessageId(String run) {
    this.run = run;
    this.quotedRun = ('"' + run + '-').getBytes(StandardCharsets.US_ASCII);
  }

  String id(int conversation, int number) {
    return run + '-' + conversation + '-' + number;
  }

  /**
   * Finds the id in a frame.
   *
   * @return conversation in the upper and number in the lower half, or -1 when the frame has no id
   *     of this run
   */
  long find(byte[] data, int offset, int length) {
    int start = FrameText.valueAt(data, offset, length, FIELD);
    if (start < 0 || !FrameText.startsWith(data, start, offset + length - start, quotedRun)) {
      return -1;
    }
    int digits = start + quotedRun.length;
    long conversation = FrameText.digits(data, digits);
    while (data[digits] != '-') {
      digits++;
    }
    return (conversation << 32) | FrameText.digits(data, digits + 1);
  }

  static int conversation(long found) {
    return (int) (found >>> 32);
  }

  static int number(long found) {
    return (int) found;
  }

  /** A send frame with the given text. */
  byte[] send(int conversation, int number, String conversationId, String text) {
    StringBuilder frame = new StringBuilder(320);
    frame.append("{\"type\":\"send\",\"clientMessageId\":\"").append(run).append('-');
    frame.append(conversation).append('-').append(number);
    if (conversationId != null) {
      frame.append("\",\"conversationId\":\"").append(conversationId);
    }
    frame.append("\",\"text\":\"").append(text).append("\"}");
    return frame.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** Plain text of exactly {@code bytes} bytes. */
  static String text(int bytes) {
    String words = "Where is my order? It was to arrive on Monday. ";
    char[] text = new char[bytes];
    for (int i = 0; i < bytes; i++) {
      text[i] = words.charAt(i % words.length());
    }
    if (bytes > 0) {
      text[bytes - 1] = '.';
    }
    return new String(text);
  }
}
