package io.parley.attachment.content;

import io.parley.attachment.content.Findings.Piece;
import java.util.ArrayList;
import java.util.List;

/** Collects what stays of an image while its structure is walked. */
final class CleanCopy {
  /** More alternations of kept and dropped parts than any program writes. */
  private static final int MAX_PIECES = 4_096;

  private final ByteView file;
  private final List<Piece> pieces = new ArrayList<>();
  private long keptFrom;
  private long keptTo;

  CleanCopy(ByteView file) {
    this.file = file;
  }

  /** Keeps a part; parts come in the order of the file. */
  void keep(long from, long to) {
    if (from != keptTo) {
      flush();
      keptFrom = from;
    }
    keptTo = to;
  }

  /** Puts bytes, one a character, in the place of what is dropped next. */
  void write(String latin1) {
    flush();
    add(new Piece.Written(latin1));
  }

  /** The pieces; null when they are the whole file. */
  List<Piece> pieces() {
    flush();
    boolean whole = pieces.equals(List.of(new Piece.Kept(0, file.size())));
    return whole ? null : List.copyOf(pieces);
  }

  private void flush() {
    if (keptTo > keptFrom) {
      add(new Piece.Kept(keptFrom, keptTo - keptFrom));
      keptFrom = keptTo;
    }
  }

  private void add(Piece piece) {
    if (pieces.size() == MAX_PIECES) {
      throw file.damaged("it has too many small parts");
    }
    pieces.add(piece);
  }
}
