package io.parley.attachment.content;

import java.util.Set;
import java.util.zip.CRC32;

/**
 * PNG (third edition): chunks from IHDR to IEND with right checksums. Chunks that can tell where or
 * by whom a picture was taken (eXIf, text with XMP, time) and what follows IEND are dropped.
 */
final class PngCheck {
  private static final String SIGNATURE = "\u0089PNG\r\n\u001a\n";

  /** What a decoder needs, and colours; all other ancillary chunks go. */
  private static final Set<String> KEPT =
      Set.of(
          "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "cICP", "sBIT",
          "bKGD", "pHYs", "sPLT", "hIST", "acTL", "fcTL", "fdAT");

  /** Adam7 needs the whole picture at once. */
  private static final long MAX_INTERLACED_THUMBNAIL = 16_000_000;

  private PngCheck() {}

  static Findings check(ByteView file) {
    if (!file.startsWith(0, SIGNATURE)) {
      throw file.damaged("its signature is missing");
    }
    if (!file.startsWith(12, "IHDR") || file.u32(8) != 13) {
      throw file.damaged("its header is missing");
    }
    long width = file.u32(16);
    long height = file.u32(20);
    ImageLimits.check(file, width, height);
    boolean interlaced = file.u8(28) != 0;
    CleanCopy copy = new CleanCopy(file);
    copy.keep(0, SIGNATURE.length());
    long at = SIGNATURE.length();
    boolean pixels = false;
    String type;
    do {
      long length = file.u32(at);
      type = file.latin1(at + 4, 4);
      file.require(at, length + 12);
      requireChecksum(file, at + 4, length + 4);
      if (type.equals("acTL")) {
        ImageLimits.checkFrames(file.u32(at + 8), width * height);
      }
      pixels |= type.equals("IDAT");
      if (KEPT.contains(type)) {
        copy.keep(at, at + length + 12);
      } else if (Character.isUpperCase(type.charAt(0))) {
        throw file.damaged("it has an unknown part");
      }
      at += length + 12;
    } while (!type.equals("IEND"));
    if (!pixels) {
      throw file.damaged("it has no pixels");
    }
    boolean thumbnailable = !interlaced || width * height <= MAX_INTERLACED_THUMBNAIL;
    return new Findings(
        FileType.PNG.mediaType(), (int) width, (int) height, 1, copy.pieces(), thumbnailable);
  }

  private static void requireChecksum(ByteView file, long from, long length) {
    CRC32 checksum = new CRC32();
    for (long done = 0; done < length; ) {
      int count = (int) Math.min(8_192, length - done);
      checksum.update(file.bytes(from + done, count));
      done += count;
    }
    if (checksum.getValue() != file.u32(from + length)) {
      throw file.damaged("a checksum is wrong");
    }
  }
}
