package io.parley.attachment.content;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * OpenDocument text: a zip whose first entry is its media type, stored as it is (OpenDocument 1.3,
 * part 2, section 3.3). Each entry is inflated into nothing, so that what the directory says of its
 * size is true: no bomb gets through, nor entries that share bytes, nor any with a foreign path.
 * Documents with macros are refused.
 */
final class OdtCheck {
  private static final String MEDIA_TYPE = FileType.ODT.mediaType();
  private static final String FIRST_NAME = "mimetype";
  private static final String END = "PK\u0005\u0006";
  private static final String CENTRAL = "PK\u0001\u0002";
  private static final String LOCAL = "PK\u0003\u0004";
  private static final int END_BYTES = 22;
  private static final int MAX_COMMENT = 65_535;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int ENCRYPTED = 1;

  private static final int MAX_ENTRIES = 2_000;
  private static final long MAX_INFLATED = 104_857_600;

  /** Deflate reaches 1,032; documents stay far below. Small entries may be anything. */
  private static final long MAX_RATIO = 200;

  private static final long RATIO_FROM = 1_048_576;

  private final ByteView file;
  private final Inflater inflater = new Inflater(true);
  private final byte[] sink = new byte[8_192];
  private final Set<String> names = new HashSet<>();

  /** Where each part begins and ends. */
  private final TreeMap<Long, Long> spans = new TreeMap<>();

  private long inflated;

  private OdtCheck(ByteView file) {
    this.file = file;
  }

  static Findings check(ByteView file) {
    OdtCheck check = new OdtCheck(file);
    try {
      return check.walk();
    } finally {
      check.inflater.end();
    }
  }

  private Findings walk() {
    requireMediaTypeFirst();
    long end = findEnd();
    int entries = file.u16LittleEndian(end + 10);
    if (entries > MAX_ENTRIES) {
      throw RefusedContentException.unsafe(
          FileType.ODT, "holds %,d parts, more than %,d".formatted(entries, MAX_ENTRIES));
    }
    long at = file.u32LittleEndian(end + 16);
    for (int i = 0; i < entries; i++) {
      at = entry(at);
    }
    if (at != end) {
      throw file.damaged("its directory has the wrong length");
    }
    if (!names.contains("content.xml") || !names.contains("META-INF/manifest.xml")) {
      throw file.damaged("its content is missing");
    }
    return Findings.document(MEDIA_TYPE);
  }

  private void requireMediaTypeFirst() {
    boolean first =
        file.startsWith(0, LOCAL)
            && file.u16LittleEndian(8) == STORED
            && file.u32LittleEndian(18) == MEDIA_TYPE.length()
            && file.u16LittleEndian(26) == FIRST_NAME.length()
            && file.startsWith(30, FIRST_NAME)
            && file.startsWith(30L + FIRST_NAME.length() + file.u16LittleEndian(28), MEDIA_TYPE);
    if (!first) {
      throw RefusedContentException.mismatch(
          FileType.ODT, "an archive that does not begin as an OpenDocument text does");
    }
  }

  /** The end of the directory, which must also be the end of the file. */
  private long findEnd() {
    long lowest = Math.max(0, file.size() - END_BYTES - MAX_COMMENT);
    for (long at = file.size() - END_BYTES; at >= lowest; at--) {
      if (file.u8(at) == 'P'
          && file.startsWith(at, END)
          && at + END_BYTES + file.u16LittleEndian(at + 20) == file.size()) {
        return at;
      }
    }
    throw file.damaged("its directory is missing");
  }

  /** Returns where the next entry of the directory begins. */
  private long entry(long at) {
    if (!file.startsWith(at, CENTRAL)) {
      throw file.damaged("its directory is broken");
    }
    int flags = file.u16LittleEndian(at + 8);
    int method = file.u16LittleEndian(at + 10);
    long compressed = file.u32LittleEndian(at + 20);
    long length = file.u32LittleEndian(at + 24);
    int nameLength = file.u16LittleEndian(at + 28);
    String name = file.latin1(at + 46, nameLength);
    long local = file.u32LittleEndian(at + 42);
    requireName(name);
    if ((flags & ENCRYPTED) != 0) {
      throw RefusedContentException.unsafe(
          FileType.ODT, "is locked in a way that hides its content");
    }
    if (!file.startsWith(local, LOCAL)) {
      throw file.damaged("a part is missing");
    }
    long data = local + 30 + file.u16LittleEndian(local + 26) + file.u16LittleEndian(local + 28);
    file.require(data, compressed);
    requireFreeSpan(local, data + compressed);
    requireModest(compressed, length);
    switch (method) {
      case STORED -> {
        if (compressed != length) {
          throw file.damaged("a part has the wrong length");
        }
      }
      case DEFLATED -> inflate(data, compressed, length);
      default -> throw file.damaged("a part is packed in an unknown way");
    }
    return at + 46 + nameLength + file.u16LittleEndian(at + 30) + file.u16LittleEndian(at + 32);
  }

  private void requireName(String name) {
    if (name.startsWith("/") || name.contains("..") || name.contains("\\") || name.contains("\0")) {
      throw RefusedContentException.unsafe(FileType.ODT, "holds a part with a foreign path");
    }
    if (name.startsWith("Basic/") || name.startsWith("Scripts/")) {
      throw RefusedContentException.unsafe(FileType.ODT, "holds macros, which are programs");
    }
    if (!names.add(name)) {
      throw file.damaged("two parts have the same name");
    }
  }

  private void requireFreeSpan(long from, long to) {
    Map.Entry<Long, Long> before = spans.floorEntry(from);
    Long after = spans.ceilingKey(from);
    if ((before != null && before.getValue() > from) || (after != null && after < to)) {
      throw file.damaged("its parts overlap");
    }
    spans.put(from, to);
  }

  private void requireModest(long compressed, long length) {
    inflated += length;
    if (inflated > MAX_INFLATED || (length > RATIO_FROM && length > compressed * MAX_RATIO)) {
      throw RefusedContentException.unsafe(
          FileType.ODT, "would grow out of proportion when opened");
    }
  }

  /** Inflates into nothing, no further than the length that is claimed. */
  private void inflate(long data, long compressed, long length) {
    inflater.reset();
    long total = 0;
    long read = 0;
    try {
      while (!inflater.finished()) {
        if (inflater.needsInput()) {
          int count = (int) Math.min(8_192, compressed - read);
          if (count == 0 || inflater.needsDictionary()) {
            throw file.damaged("a part ends too early");
          }
          inflater.setInput(file.bytes(data + read, count));
          read += count;
        }
        total += inflater.inflate(sink);
        if (total > length) {
          throw RefusedContentException.unsafe(FileType.ODT, "holds a part larger than it says");
        }
      }
    } catch (DataFormatException e) {
      throw file.damaged("a part cannot be unpacked");
    }
    if (total != length) {
      throw file.damaged("a part is smaller than it says");
    }
  }
}
