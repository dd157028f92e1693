package io.parley.attachment.content;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Plain text: valid in UTF-8, in UTF-16 with a byte order mark, or in windows-1252, and without
 * control characters other than tabs, line ends and form feeds.
 */
final class TextCheck {
  private static final int BLOCK = 8_192;
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  private TextCheck() {}

  static Findings check(ByteView file) {
    if (file.startsWith(0, "#!")) {
      throw RefusedContentException.mismatch(FileType.TXT, "a program");
    }
    return candidates(file).stream()
        .filter(charset -> isText(file, charset))
        .findFirst()
        .map(charset -> Findings.document(FileType.TXT.mediaType() + ";charset=" + charset.name()))
        .orElseThrow(
            () -> RefusedContentException.mismatch(FileType.TXT, "no text in a known encoding"));
  }

  private static List<Charset> candidates(ByteView file) {
    return file.startsWith(0, "\u00ff\u00fe") || file.startsWith(0, "\u00fe\u00ff")
        ? List.of(StandardCharsets.UTF_16)
        : List.of(StandardCharsets.UTF_8, WINDOWS_1252);
  }

  private static boolean isText(ByteView file, Charset charset) {
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.allocate(BLOCK + 8);
    CharBuffer out = CharBuffer.allocate(BLOCK + 8);
    for (long at = 0; at < file.size(); ) {
      int count = (int) Math.min(BLOCK, file.size() - at);
      in.put(file.bytes(at, count)).flip();
      at += count;
      CoderResult result = decoder.decode(in, out, at == file.size());
      if (result.isError() || hasControls(out.flip())) {
        return false;
      }
      in.compact();
      out.clear();
    }
    return true;
  }

  private static boolean hasControls(CharBuffer text) {
    for (int i = text.position(); i < text.limit(); i++) {
      char c = text.get(i);
      if (Character.isISOControl(c) && c != '\t' && c != '\n' && c != '\r' && c != '\f') {
        return true;
      }
    }
    return false;
  }
}
