package io.parley.attachment.content;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Numbers and texts of a file at any place, through one window of {@value #WINDOW} bytes. Whoever
 * reads beyond the end is told that the file is damaged, so that no format has to ask first.
 */
public final class ByteView {
  private static final int WINDOW = 16_384;

  private final ByteSource source;
  private final FileType type;
  private final long size;
  private final byte[] window = new byte[WINDOW];
  private long windowStart;
  private int windowLength;

  /**
   * @param type what the file claims to be, for the sentences
   */
  public ByteView(ByteSource source, FileType type) {
    this.source = source;
    this.type = type;
    try {
      this.size = source.size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long size() {
    return size;
  }

  int u8(long at) {
    if (at < windowStart || at >= windowStart + windowLength) {
      load(at);
    }
    return window[(int) (at - windowStart)] & 0xFF;
  }

  int u16(long at) {
    return u8(at) << 8 | u8(at + 1);
  }

  long u32(long at) {
    return (long) u16(at) << 16 | u16(at + 2);
  }

  /** As unsigned, but never negative: what has its highest bit set is longer than any file. */
  long u64(long at) {
    long high = u32(at);
    return high > Integer.MAX_VALUE ? Long.MAX_VALUE : high << 32 | u32(at + 4);
  }

  int u16LittleEndian(long at) {
    return u8(at) | u8(at + 1) << 8;
  }

  long u32LittleEndian(long at) {
    return u16LittleEndian(at) | (long) u16LittleEndian(at + 2) << 16;
  }

  /** One character a byte. */
  String latin1(long at, int length) {
    return new String(bytes(at, length), StandardCharsets.ISO_8859_1);
  }

  boolean startsWith(long at, String latin1) {
    return at + latin1.length() <= size && latin1(at, latin1.length()).equals(latin1);
  }

  byte[] bytes(long at, int length) {
    require(at, length);
    byte[] copy = new byte[length];
    for (int i = 0; i < length; ) {
      u8(at + i);
      int from = (int) (at + i - windowStart);
      int count = Math.min(length - i, windowLength - from);
      System.arraycopy(window, from, copy, i, count);
      i += count;
    }
    return copy;
  }

  /**
   * Checks that a part of the file is there.
   *
   * @throws RefusedContentException if it ends before
   */
  void require(long at, long length) {
    if (at < 0 || length < 0 || at > size || length > size - at) {
      throw damaged("it ends too early");
    }
  }

  RefusedContentException damaged(String where) {
    return RefusedContentException.damaged(type, where);
  }

  private void load(long at) {
    require(at, 1);
    try {
      windowStart = at;
      windowLength = source.read(at, ByteBuffer.wrap(window));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (windowLength < 1) {
      windowLength = 0;
      throw damaged("it ends too early");
    }
  }
}
