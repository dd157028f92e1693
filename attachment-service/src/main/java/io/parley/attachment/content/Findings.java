package io.parley.attachment.content;

import java.util.List;

/**
 * What a check found out about a file that may be stored.
 *
 * @param mediaType to serve it as
 * @param width in pixels as shown; null for documents and where unknown
 * @param height as {@code width}
 * @param orientation how a viewer turns the pixels, 1 to 8 as Exif counts them; 1 is not at all
 * @param cleanCopy what to keep of the file, in order; null when all of it
 * @param thumbnailable whether a small picture of it can be made in little memory
 */
public record Findings(
    String mediaType,
    Integer width,
    Integer height,
    int orientation,
    List<Piece> cleanCopy,
    boolean thumbnailable) {

  static Findings document(String mediaType) {
    return new Findings(mediaType, null, null, 1, null, false);
  }

  /** A part of a clean copy. */
  public sealed interface Piece {
    /** Bytes of the file. */
    record Kept(long from, long length) implements Piece {}

    /** Bytes that replace what was there, one a character. */
    record Written(String latin1) implements Piece {}
  }
}
