package io.parley.attachment.content;

import io.parley.attachment.Samples;
import io.parley.contracts.problem.ProblemCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** Files that must be refused, with the code that says why. */
public final class BadContent {
  private BadContent() {}

  /** One of them; never compared. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Case(String what, String fileName, byte[] bytes, ProblemCode code) {
    @Override
    public String toString() {
      return what;
    }
  }

  public static Stream<Case> all() {
    return Stream.of(mismatched(), damaged(), unsafe(), large()).flatMap(List::stream);
  }

  private static List<Case> mismatched() {
    ProblemCode code = ProblemCode.FILE_TYPE_MISMATCH;
    return List.of(
        new Case("a program named pdf", "a.pdf", Samples.bad("program-named-pdf.pdf"), code),
        new Case("a program named txt", "a.txt", Samples.bad("program-named-pdf.pdf"), code),
        new Case("a script named txt", "a.txt", text("#!/bin/sh\nrm -rf /\n"), code),
        new Case("a Windows program named jpg", "a.jpg", text("MZ\u0090\0\3\0\0\0"), code),
        new Case("an SVG drawing named png", "a.png", Samples.bad("drawing-named-png.png"), code),
        new Case("a web page named gif", "a.gif", text("<html><script>alert(1)</script>"), code),
        new Case("a png named jpg", "a.jpg", Samples.good("photo.png"), code),
        new Case("a jpg named png", "a.png", Samples.good("photo.jpg"), code),
        new Case("a jpg named pdf", "a.pdf", Samples.good("photo.jpg"), code),
        new Case("a pdf named txt", "a.txt", Samples.good("letter.pdf"), code),
        new Case("a pdf named doc", "a.doc", Samples.good("letter.pdf"), code),
        new Case("text named pdf", "a.pdf", text("Hello"), code),
        new Case("text named mp4", "a.mp4", text("Hello, this is no film at all"), code),
        new Case("bytes named txt", "a.txt", new byte[] {'a', 0, 'b'}, code),
        new Case("an escape sequence in txt", "a.txt", text("red \u001b[31m"), code),
        new Case("no known encoding named txt", "a.txt", new byte[] {'a', (byte) 0x81}, code),
        new Case("Word named ppt", "a.ppt", Samples.bad("word-named-ppt.ppt"), code),
        new Case("PowerPoint named doc", "a.doc", Samples.good("slides.ppt"), code),
        new Case("Excel named doc", "a.doc", Samples.bad("workbook-named-doc.doc"), code),
        new Case("Excel named ppt", "a.ppt", Samples.bad("workbook-named-doc.doc"), code),
        new Case("odt named doc", "a.doc", Samples.good("letter.odt"), code),
        new Case("odt, its media type last", "a.odt", Samples.bad("mimetype-last.odt"), code),
        new Case("an HEIC brand named mp4", "a.mp4", Samples.bad("heic-named-mp4.mp4"), code),
        new Case("an HEIC brand named mov", "a.mov", Samples.bad("heic-named-mp4.mp4"), code),
        new Case("a sound named mp4", "a.mp4", Samples.bad("sound-only.mp4"), code),
        new Case("QuickTime named mp4", "a.mp4", Samples.good("clip.mov"), code),
        new Case("MPEG-4 named mov", "a.mov", Samples.good("clip.mp4"), code));
  }

  private static List<Case> damaged() {
    ProblemCode code = ProblemCode.FILE_DAMAGED;
    return List.of(
        new Case("a png cut off", "a.png", cut(Samples.good("photo.png")), code),
        new Case("a png with a wrong checksum", "a.png", flipped(Samples.good("photo.png")), code),
        new Case("a jpg cut off", "a.jpg", cut(Samples.good("photo.jpg")), code),
        new Case("a gif cut off", "a.gif", cut(Samples.good("turn.gif")), code),
        new Case("a GIF that is also a page", "a.gif", Samples.bad("polyglot.gif"), code),
        new Case("an mp4 cut off", "a.mp4", cut(Samples.good("clip.mp4")), code),
        new Case("a mov cut off", "a.mov", cut(Samples.good("clip.mov")), code),
        new Case("an m4v cut off", "a.m4v", cut(Samples.good("clip.m4v")), code),
        new Case("a classic mov named mp4", "a.mp4", Samples.good("classic.mov"), code),
        new Case("a pdf cut off", "a.pdf", cut(Samples.good("letter.pdf")), code),
        new Case("a pdf with a zip behind it", "a.pdf", joined("letter.pdf", "letter.odt"), code),
        new Case("an odt cut off", "a.odt", cut(Samples.good("letter.odt")), code),
        new Case("an odt with more behind it", "a.odt", joined("letter.odt", "letter.pdf"), code),
        new Case("a doc cut off", "a.doc", cut(Samples.good("letter.doc")), code),
        new Case("a ppt cut off", "a.ppt", cut(Samples.good("slides.ppt")), code));
  }

  private static List<Case> unsafe() {
    ProblemCode code = ProblemCode.FILE_UNSAFE;
    return List.of(
        new Case("a zip bomb", "a.odt", Samples.bad("bomb.odt"), code),
        new Case("a directory that lies", "a.odt", Samples.bad("lying-directory.odt"), code),
        new Case("a part with a foreign path", "a.odt", Samples.bad("foreign-path.odt"), code),
        new Case("an odt with macros", "a.odt", Samples.bad("macros.odt"), code));
  }

  private static List<Case> large() {
    return List.of(
        new Case("a pixel flood", "a.png", flood(), ProblemCode.IMAGE_TOO_LARGE),
        new Case("a wide gif", "a.gif", wideGif(), ProblemCode.IMAGE_TOO_LARGE),
        new Case("a gif of many frames", "a.gif", longGif(), ProblemCode.IMAGE_TOO_LARGE),
        new Case("nothing", "a.txt", new byte[0], ProblemCode.FILE_EMPTY),
        new Case("an empty picture", "a.png", new byte[0], ProblemCode.FILE_EMPTY));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] cut(byte[] whole) {
    return Arrays.copyOf(whole, whole.length * 2 / 3);
  }

  private static byte[] flipped(byte[] whole) {
    byte[] flipped = whole.clone();
    flipped[whole.length / 2] ^= 1;
    return flipped;
  }

  private static byte[] joined(String first, String second) {
    byte[] one = Samples.good(first);
    byte[] other = Samples.good(second);
    return ByteBuffer.allocate(one.length + other.length).put(one).put(other).array();
  }

  /** 30,000 pixels on each side in a file of a thousand bytes, with a right checksum. */
  private static byte[] flood() {
    byte[] image = Samples.good("photo.png");
    ByteBuffer bytes = ByteBuffer.wrap(image).putInt(16, 30_000).putInt(20, 30_000);
    CRC32 checksum = new CRC32();
    checksum.update(image, 12, 17);
    return bytes.putInt(29, (int) checksum.getValue()).array();
  }

  private static byte[] wideGif() {
    byte[] image = Samples.good("turn.gif");
    image[6] = (byte) 0xFF;
    image[7] = (byte) 0xFF;
    return image;
  }

  /** Two thousand frames of one pixel each. */
  private static byte[] longGif() {
    ByteBuffer bytes = ByteBuffer.allocate(13 + 2_000 * 13 + 1);
    bytes.put(text("GIF89a\1\0\1\0\0\0\0"));
    for (int frame = 0; frame < 2_000; frame++) {
      bytes.put(text(",\0\0\0\0\1\0\1\0\0\2\0\0"), 0, 12);
    }
    return bytes.put((byte) ';').array();
  }
}
