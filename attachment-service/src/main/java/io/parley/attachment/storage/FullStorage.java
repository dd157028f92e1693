package io.parley.attachment.storage;

import io.parley.contracts.problem.ProblemCode;
import io.parley.rest.problem.ProblemException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Locale;

/** Tells a full disk from every other failure to write. */
public final class FullStorage {
  private FullStorage() {}

  /** The failure as it is, or the problem {@code storage-full} when a disk or quota is full. */
  public static Throwable translate(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 5; depth++) {
      if (cause instanceof IOException && saysFull(cause)) {
        return problem();
      }
      cause = cause.getCause();
    }
    return failure;
  }

  /** Java has no type for it; these are the words of Linux (ENOSPC, EDQUOT). */
  private static boolean saysFull(Throwable failure) {
    String words =
        failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
    String lower = words == null ? "" : words.toLowerCase(Locale.ROOT);
    return lower.contains("no space left") || lower.contains("quota exceeded");
  }

  /** What the sender is told. */
  public static ProblemException problem() {
    return new ProblemException(
        ProblemCode.STORAGE_FULL,
        "There is no room for files right now; text can be sent. Try again later.");
  }
}
