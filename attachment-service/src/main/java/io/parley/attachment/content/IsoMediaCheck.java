package io.parley.attachment.content;

import java.util.Set;

/**
 * MPEG-4 and QuickTime films (ISO/IEC 14496-12, QuickTime File Format): boxes to the end of the
 * file, a brand that fits the extension, a film with a picture. A mov may also be of the time
 * before brands: then it begins with a box that only films begin with.
 */
final class IsoMediaCheck {
  private static final Set<String> QUICKTIME = Set.of("qt  ");
  private static final Set<String> ITUNES = Set.of("M4V ", "M4VH", "M4VP");
  private static final Set<String> MPEG4 =
      Set.of(
          "isom", "iso2", "iso3", "iso4", "iso5", "iso6", "iso7", "iso8", "iso9", "mp41", "mp42",
          "avc1", "dash", "MSNV", "mmp4", "f4v ", "XAVC");
  private static final Set<String> CLASSIC_FIRST =
      Set.of("moov", "mdat", "wide", "free", "skip", "pnot");
  private static final int MAX_BOXES = 20_000;

  /** A larger picture is no picture: 16.16 fixed point allows 65,535. */
  private static final long MAX_SIDE = 16_384;

  private final ByteView file;
  private final FileType type;
  private int boxes;
  private boolean pictures;
  private Integer width;
  private Integer height;

  private IsoMediaCheck(ByteView file, FileType type) {
    this.file = file;
    this.type = type;
  }

  private record Box(String name, long content, long end) {}

  static Findings check(ByteView file, FileType type) {
    return new IsoMediaCheck(file, type).walk();
  }

  private Findings walk() {
    requireBrand();
    boolean film = false;
    boolean data = false;
    long at = 0;
    while (at < file.size()) {
      Box box = box(at, file.size());
      switch (box.name()) {
        case "moov" -> {
          film = true;
          film(box);
        }
        case "mdat" -> data = true;
        default -> {}
      }
      at = box.end();
    }
    if (!film || !data) {
      throw file.damaged("its film is missing");
    }
    if (!pictures) {
      throw RefusedContentException.mismatch(type, "a sound without pictures");
    }
    return new Findings(type.mediaType(), width, height, 1, null, false);
  }

  private void requireBrand() {
    Box first = box(0, file.size());
    if (!first.name().equals("ftyp")) {
      if (type != FileType.MOV || !CLASSIC_FIRST.contains(first.name())) {
        throw file.damaged("its brand is missing");
      }
      return;
    }
    String brand = file.latin1(first.content(), 4);
    Set<String> allowed =
        switch (type) {
          case MOV -> QUICKTIME;
          case M4V, MP4 -> MPEG4;
          default -> throw new IllegalArgumentException(type + " is no film");
        };
    boolean itunes = type != FileType.MOV && ITUNES.contains(brand);
    if (!itunes && !allowed.contains(brand)) {
      throw RefusedContentException.mismatch(type, kindOf(brand));
    }
  }

  private static String kindOf(String brand) {
    if (QUICKTIME.contains(brand)) {
      return "a QuickTime film, which is called .mov";
    }
    if (MPEG4.contains(brand) || ITUNES.contains(brand)) {
      return "an MPEG-4 film, which is called .mp4";
    }
    return switch (brand) {
      case "heic", "heix", "hevc", "heim", "mif1", "msf1" -> "an HEIC picture";
      case "avif", "avis" -> "an AVIF picture";
      case "M4A ", "M4B " -> "a sound without pictures";
      default -> "another kind of file";
    };
  }

  private void film(Box moov) {
    for (long at = moov.content(); at < moov.end(); ) {
      Box box = box(at, moov.end());
      if (box.name().equals("trak")) {
        track(box);
      }
      at = box.end();
    }
  }

  private void track(Box trak) {
    Box header = null;
    boolean picture = false;
    for (long at = trak.content(); at < trak.end(); ) {
      Box box = box(at, trak.end());
      switch (box.name()) {
        case "tkhd" -> header = box;
        case "mdia" -> picture = isPicture(box);
        default -> {}
      }
      at = box.end();
    }
    if (picture) {
      pictures = true;
      if (header != null && width == null) {
        size(header);
      }
    }
  }

  private boolean isPicture(Box media) {
    for (long at = media.content(); at < media.end(); ) {
      Box box = box(at, media.end());
      if (box.name().equals("hdlr")) {
        return file.startsWith(box.content() + 8, "vide");
      }
      at = box.end();
    }
    return false;
  }

  /** As shown: the matrix of a film that was taken upright turns it by a quarter. */
  private void size(Box header) {
    long end = header.content() + (file.u8(header.content()) == 1 ? 96 : 84);
    if (end > header.end()) {
      throw file.damaged("a track's header is too short");
    }
    long wide = file.u16(end - 8);
    long high = file.u16(end - 4);
    boolean turned = file.u32(end - 44) == 0;
    if (wide > 0 && high > 0 && wide <= MAX_SIDE && high <= MAX_SIDE) {
      width = (int) (turned ? high : wide);
      height = (int) (turned ? wide : high);
    }
  }

  private Box box(long at, long limit) {
    if (++boxes > MAX_BOXES) {
      throw file.damaged("it has too many parts");
    }
    if (limit - at < 8) {
      // Four zero bytes may end a list of QuickTime.
      if (limit - at == 4 && file.u32(at) == 0) {
        return new Box("", limit, limit);
      }
      throw file.damaged("a part ends too early");
    }
    long length = file.u32(at);
    long content = at + 8;
    if (length == 1) {
      length = file.u64(at + 8);
      content = at + 16;
    } else if (length == 0) {
      length = limit - at;
    }
    if (length < content - at || length > limit - at) {
      throw file.damaged("a part ends too early");
    }
    return new Box(file.latin1(at + 4, 4), content, at + length);
  }
}
