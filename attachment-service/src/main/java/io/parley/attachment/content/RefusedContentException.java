package io.parley.attachment.content;

import io.parley.contracts.problem.ProblemCode;

/** The file must not be stored; the message is a sentence that its sender can act on. */
public final class RefusedContentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ProblemCode code;

  RefusedContentException(ProblemCode code, String sentence) {
    // An answer, not a fault: nobody reads its stack trace.
    super(sentence, null, false, false);
    this.code = code;
  }

  static RefusedContentException damaged(FileType type, String where) {
    return new RefusedContentException(
        ProblemCode.FILE_DAMAGED,
        "This .%s is damaged or incomplete (%s). Save it again in the program that made it."
            .formatted(type.extension(), where));
  }

  static RefusedContentException mismatch(FileType claimed, String really) {
    return new RefusedContentException(
        ProblemCode.FILE_TYPE_MISMATCH,
        "This .%s is really %s. Send %s."
            .formatted(claimed.extension(), really, FileType.spoken()));
  }

  static RefusedContentException unsafe(FileType type, String why) {
    return new RefusedContentException(
        ProblemCode.FILE_UNSAFE,
        "This .%s %s. Send it without that, or as a pdf.".formatted(type.extension(), why));
  }

  static RefusedContentException tooManyPixels(String what) {
    return new RefusedContentException(
        ProblemCode.IMAGE_TOO_LARGE, "The image has " + what + ". Make it smaller and try again.");
  }

  public ProblemCode code() {
    return code;
  }
}
