package io.parley.attachment.content;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Bytes that can be read at any place. */
public interface ByteSource {
  long size() throws IOException;

  /** Fills {@code into} from {@code position} on, as far as there are bytes; returns how many. */
  int read(long position, ByteBuffer into) throws IOException;

  /** A file, which must not change meanwhile. */
  static ByteSource of(FileChannel file) {
    return new ByteSource() {
      @Override
      public long size() throws IOException {
        return file.size();
      }

      @Override
      public int read(long position, ByteBuffer into) throws IOException {
        int total = 0;
        while (into.hasRemaining()) {
          int count = file.read(into, position + total);
          if (count < 0) {
            break;
          }
          total += count;
        }
        return total;
      }
    };
  }

  /** Bytes in memory. */
  static ByteSource of(byte[] bytes) {
    return new ByteSource() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public int read(long position, ByteBuffer into) {
        if (position >= bytes.length) {
          return 0;
        }
        int count = Math.min(into.remaining(), bytes.length - (int) position);
        into.put(bytes, (int) position, count);
        return count;
      }
    };
  }
}
