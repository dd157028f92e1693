package io.parley.attachment.content;

/**
 * JPEG (ITU-T T.81): segments and scans from SOI to EOI. Everything that can tell where or by whom
 * a picture was taken (Exif, XMP, IPTC, comments, makers' segments) and what follows EOI (previews,
 * films) is dropped; colours stay, and of Exif how the picture is to be turned.
 */
final class JpegCheck {
  private static final int SOI = 0xD8;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;
  private static final int APP0 = 0xE0;
  private static final int APP1 = 0xE1;
  private static final int APP2 = 0xE2;
  private static final int APP14 = 0xEE;
  private static final int APP15 = 0xEF;
  private static final int COM = 0xFE;
  private static final int MAX_SEGMENTS = 4_096;

  /** A decoder keeps all coefficients of a progressive picture: 6 bytes a pixel. */
  private static final long MAX_PROGRESSIVE_THUMBNAIL = 16_000_000;

  private final ByteView file;
  private final CleanCopy copy;
  private int width;
  private int height;
  private boolean progressive;
  private boolean scanned;
  private int orientation = 1;

  private JpegCheck(ByteView file) {
    this.file = file;
    this.copy = new CleanCopy(file);
  }

  static Findings check(ByteView file) {
    return new JpegCheck(file).walk();
  }

  private Findings walk() {
    if (file.u8(0) != 0xFF || file.u8(1) != SOI) {
      throw file.damaged("its signature is missing");
    }
    copy.keep(0, 2);
    long at = 2;
    for (int segments = 0; segments < MAX_SEGMENTS; segments++) {
      if (file.u8(at) != 0xFF) {
        throw file.damaged("a segment does not begin where it should");
      }
      int marker = file.u8(at + 1);
      if (marker == 0xFF) {
        // A fill byte.
        copy.keep(at, at + 1);
        at++;
      } else if (marker == EOI) {
        copy.keep(at, at + 2);
        return findings();
      } else {
        at = segment(at, marker);
      }
    }
    throw file.damaged("it has too many segments");
  }

  /** Returns where the next segment begins. */
  private long segment(long at, int marker) {
    int length = file.u16(at + 2);
    long end = at + 2 + length;
    if (marker < 0xC0 || (marker >= 0xD0 && marker <= 0xD8) || length < 2) {
      throw file.damaged("it has an unknown segment");
    }
    file.require(at, length + 2L);
    if (isFrame(marker)) {
      frame(at, marker);
    }
    if (marker == SOS) {
      if (width == 0) {
        throw file.damaged("its header is missing");
      }
      scanned = true;
      end = skipScan(end);
    }
    if (isKept(at, marker)) {
      copy.keep(at, end);
    } else if (marker == APP1 && orientation == 1) {
      orientation = ExifOrientation.read(file, at + 4, length - 2);
      if (orientation != 1) {
        copy.write(ExifOrientation.segment(orientation));
      }
    }
    return end;
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  private void frame(long at, int marker) {
    if (width != 0) {
      throw file.damaged("it has two headers");
    }
    height = file.u16(at + 5);
    width = file.u16(at + 7);
    ImageLimits.check(file, width, height);
    progressive = marker == 0xC2;
  }

  private boolean isKept(long at, int marker) {
    return switch (marker) {
      case APP0 -> file.startsWith(at + 4, "JFIF\0");
      case APP2 -> file.startsWith(at + 4, "ICC_PROFILE\0");
      case APP14 -> file.startsWith(at + 4, "Adobe");
      case COM -> false;
      default -> marker < APP0 || marker > APP15;
    };
  }

  /** A scan ends at the first marker that is neither a stuffed byte nor a restart. */
  private long skipScan(long start) {
    long at = start;
    while (true) {
      if (file.u8(at) == 0xFF) {
        int next = file.u8(at + 1);
        if (next != 0 && next != 0xFF && (next < 0xD0 || next > 0xD7)) {
          return at;
        }
      }
      at++;
    }
  }

  private Findings findings() {
    if (!scanned) {
      throw file.damaged("it has no pixels");
    }
    boolean turned = orientation >= 5;
    boolean thumbnailable = !progressive || (long) width * height <= MAX_PROGRESSIVE_THUMBNAIL;
    return new Findings(
        FileType.JPEG.mediaType(),
        turned ? height : width,
        turned ? width : height,
        orientation,
        copy.pieces(),
        thumbnailable);
  }
}
