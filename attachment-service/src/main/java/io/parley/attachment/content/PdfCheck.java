package io.parley.attachment.content;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PDF (ISO 32000): the header at the very beginning, and a trailer that points into the file. */
final class PdfCheck {
  private static final Pattern HEADER = Pattern.compile("%PDF-[12]\\.[0-9]");
  private static final Pattern TRAILER = Pattern.compile("startxref\\s+(\\d{1,12})\\s+%%EOF");

  /** Where readers look for the trailer. */
  private static final int TAIL = 1_024;

  private PdfCheck() {}

  static Findings check(ByteView file) {
    if (file.size() < 8 || !HEADER.matcher(file.latin1(0, 8)).matches()) {
      throw file.damaged("its header is missing");
    }
    int tail = (int) Math.min(TAIL, file.size());
    Matcher trailer = TRAILER.matcher(file.latin1(file.size() - tail, tail));
    if (!trailer.find()) {
      throw file.damaged("its end is missing");
    }
    if (Long.parseLong(trailer.group(1)) >= file.size()) {
      throw file.damaged("its table of contents is missing");
    }
    return Findings.document(FileType.PDF.mediaType());
  }
}
