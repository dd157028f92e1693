package io.parley.attachment.content;

/** The one thing of Exif (3.0, tag 274) without which a picture would lie on its side. */
final class ExifOrientation {
  private static final String HEADER = "Exif\0\0";
  private static final int ORIENTATION = 0x0112;
  private static final int MAX_ENTRIES = 512;

  private ExifOrientation() {}

  /** 1 to 8; 1 when it is not said, or not in a way that can be read. */
  static int read(ByteView file, long at, int length) {
    if (length < 18 || !file.startsWith(at, HEADER)) {
      return 1;
    }
    long tiff = at + HEADER.length();
    long end = at + length;
    boolean little = file.startsWith(tiff, "II");
    if (!little && !file.startsWith(tiff, "MM")) {
      return 1;
    }
    long directory = tiff + u32(file, tiff + 4, little);
    if (directory + 2 > end) {
      return 1;
    }
    int entries = Math.min(u16(file, directory, little), MAX_ENTRIES);
    for (int i = 0; i < entries; i++) {
      long entry = directory + 2 + 12L * i;
      if (entry + 12 > end) {
        return 1;
      }
      if (u16(file, entry, little) == ORIENTATION) {
        int value = u16(file, entry + 8, little);
        return value >= 1 && value <= 8 ? value : 1;
      }
    }
    return 1;
  }

  /** A whole APP1 segment that says this and nothing else, one byte a character. */
  static String segment(int orientation) {
    return "\u00ff\u00e1\0\42"
        + HEADER
        + "MM\0*\0\0\0\u0008"
        + "\0\1"
        + "\1\u0012\0\3\0\0\0\1\0"
        + (char) orientation
        + "\0\0"
        + "\0\0\0\0";
  }

  private static int u16(ByteView file, long at, boolean little) {
    return little ? file.u16LittleEndian(at) : file.u16(at);
  }

  private static long u32(ByteView file, long at, boolean little) {
    return little ? file.u32LittleEndian(at) : file.u32(at);
  }
}
