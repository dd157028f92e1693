package io.parley.attachment.content;

import io.parley.contracts.problem.ProblemCode;

/** Whether a file is what its extension says and may be stored. */
public final class ContentCheck {
  private ContentCheck() {}

  /**
   * Looks through the whole file.
   *
   * @throws RefusedContentException if it must not be stored
   */
  public static Findings check(ByteSource source, FileType type) {
    ByteView file = new ByteView(source, type);
    if (file.size() == 0) {
      throw new RefusedContentException(
          ProblemCode.FILE_EMPTY, "The file is empty. Choose one with content.");
    }
    DetectedType detected = DetectedType.of(file);
    if (!detected.agreesWith(type)) {
      throw RefusedContentException.mismatch(type, detected.spoken());
    }
    return switch (type) {
      case PNG -> PngCheck.check(file);
      case JPG, JPEG -> JpegCheck.check(file);
      case GIF -> GifCheck.check(file);
      case MOV, M4V, MP4 -> IsoMediaCheck.check(file, type);
      case ODT -> OdtCheck.check(file);
      case PPT -> OleCheck.ppt(file);
      case DOC -> OleCheck.doc(file);
      case TXT -> TextCheck.check(file);
      case PDF -> PdfCheck.check(file);
    };
  }
}
