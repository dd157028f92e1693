package io.parley.attachment.content;

/**
 * GIF87a and GIF89a: blocks from the screen descriptor to the trailer. Comments, plain text and
 * foreign application blocks (XMP among them) and what follows the trailer are dropped.
 */
final class GifCheck {
  private static final int EXTENSION = 0x21;
  private static final int IMAGE = 0x2C;
  private static final int TRAILER = 0x3B;
  private static final int GRAPHIC_CONTROL = 0xF9;
  private static final int APPLICATION = 0xFF;

  private GifCheck() {}

  static Findings check(ByteView file) {
    if (!file.startsWith(0, "GIF87a") && !file.startsWith(0, "GIF89a")) {
      throw file.damaged("its signature is missing");
    }
    int width = file.u16LittleEndian(6);
    int height = file.u16LittleEndian(8);
    ImageLimits.check(file, width, height);
    CleanCopy copy = new CleanCopy(file);
    long at = 13L + colourTable(file.u8(10));
    copy.keep(0, at);
    int frames = 0;
    int introducer;
    while ((introducer = file.u8(at)) != TRAILER) {
      long start = at;
      switch (introducer) {
        case EXTENSION -> {
          at = skipSubBlocks(file, at + 2);
          if (isKept(file, start)) {
            copy.keep(start, at);
          }
        }
        case IMAGE -> {
          long frameWidth = file.u16LittleEndian(at + 5);
          long frameHeight = file.u16LittleEndian(at + 7);
          ImageLimits.check(file, frameWidth, frameHeight);
          ImageLimits.checkFrames(
              ++frames, Math.max((long) width * height, frameWidth * frameHeight));
          at = skipSubBlocks(file, at + 10 + colourTable(file.u8(at + 9)) + 1);
          copy.keep(start, at);
        }
        default -> throw file.damaged("it has an unknown block");
      }
    }
    if (frames == 0) {
      throw file.damaged("it has no pixels");
    }
    copy.keep(at, at + 1);
    return new Findings(FileType.GIF.mediaType(), width, height, 1, copy.pieces(), true);
  }

  private static boolean isKept(ByteView file, long at) {
    int label = file.u8(at + 1);
    return label == GRAPHIC_CONTROL
        || (label == APPLICATION
            && (file.startsWith(at + 3, "NETSCAPE2.0") || file.startsWith(at + 3, "ANIMEXTS1.0")));
  }

  private static int colourTable(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
  }

  private static long skipSubBlocks(ByteView file, long start) {
    long at = start;
    int length;
    while ((length = file.u8(at)) != 0) {
      at += length + 1;
    }
    return at + 1;
  }
}
