package io.parley.bench.socket;

import java.nio.charset.StandardCharsets;

/**
 * Looks up single fields in a JSON text without parsing it. Sound for frames because a quote inside
 * a string is always escaped, so {@code "name":} can only be a field; the first one counts.
 */
public final class FrameText {
  private FrameText() {}

  /** The bytes to look for to find a field: {@code "name":}. */
  public static byte[] field(String name) {
    return ('"' + name + "\":").getBytes(StandardCharsets.US_ASCII);
  }

  /** Offset of the value after {@code field}, or -1. */
  public static int valueAt(byte[] data, int offset, int length, byte[] field) {
    int last = offset + length - field.length;
    outer:
    for (int i = offset; i <= last; i++) {
      if (data[i] == '"') {
        for (int j = 1; j < field.length; j++) {
          if (data[i + j] != field[j]) {
            continue outer;
          }
        }
        return i + field.length;
      }
    }
    return -1;
  }

  /** The value of a field that is a string without escapes, or null when it is absent. */
  public static String string(byte[] data, int offset, int length, byte[] field) {
    int start = valueAt(data, offset, length, field);
    if (start < 0 || data[start] != '"') {
      return null;
    }
    int end = start + 1;
    while (data[end] != '"') {
      end++;
    }
    return new String(data, start + 1, end - start - 1, StandardCharsets.UTF_8);
  }

  /** The value of a field that is a whole number, or -1 when it is absent. */
  public static long number(byte[] data, int offset, int length, byte[] field) {
    int start = valueAt(data, offset, length, field);
    return start < 0 ? -1 : digits(data, start);
  }

  /** The number whose first digit is at {@code start}. */
  public static long digits(byte[] data, int start) {
    long value = 0;
    for (int i = start; i < data.length && data[i] >= '0' && data[i] <= '9'; i++) {
      value = value * 10 + (data[i] - '0');
    }
    return value;
  }

  public static boolean startsWith(byte[] data, int offset, int length, byte[] prefix) {
    if (length < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (data[offset + i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
