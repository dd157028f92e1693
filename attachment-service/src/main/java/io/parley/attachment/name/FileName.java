package io.parley.attachment.name;

import io.parley.attachment.content.FileType;
import io.parley.contracts.problem.ProblemCode;
import io.parley.rest.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A file's name as it is kept and shown. Folders before it are cut off, and so are marks that
 * change the direction of writing, by which {@code gpj.exe} looks like {@code exe.jpg}; what cannot
 * stand in a name at all is refused.
 *
 * @param text 1 to 200 characters
 * @param type by the last extension
 */
public record FileName(String text, FileType type) {
  private static final int MAX_LENGTH = 200;
  private static final Pattern FOLDERS = Pattern.compile("^.*[/\\\\]", Pattern.DOTALL);
  private static final Pattern DIRECTION_MARKS =
      Pattern.compile("[\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069\\uFEFF]");

  /**
   * Reads a name that a client gave.
   *
   * @throws ProblemException {@code file-name-invalid} or {@code file-type-not-allowed}
   */
  public static FileName of(String given) {
    if (given == null || given.isBlank()) {
      throw invalid("The file has no name. Send one, with its extension.");
    }
    // Before the folders are cut off, so that nothing odd hides among them.
    if (given.codePoints().anyMatch(FileName::isForbidden)) {
      throw invalid("The file's name holds control characters. Rename the file and try again.");
    }
    String base = FOLDERS.matcher(given).replaceFirst("");
    String name = DIRECTION_MARKS.matcher(base).replaceAll("").strip();
    if (name.isEmpty() || name.length() > MAX_LENGTH) {
      throw invalid("The file's name must have 1 to %d characters.".formatted(MAX_LENGTH));
    }
    int dot = name.lastIndexOf('.');
    String extension = dot < 1 ? "" : name.substring(dot + 1);
    FileType type =
        FileType.byExtension(extension)
            .orElseThrow(
                () ->
                    new ProblemException(
                        ProblemCode.FILE_TYPE_NOT_ALLOWED,
                        "%s cannot be sent. Send %s."
                            .formatted(
                                extension.matches("[A-Za-z0-9]{1,10}")
                                    ? "A ." + extension + " file"
                                    : "A file without a known extension",
                                FileType.spoken())));
    return new FileName(name, type);
  }

  /**
   * The value of {@code Content-Disposition} (RFC 6266) with this name.
   *
   * @param disposition {@code inline} or {@code attachment}
   */
  public static String disposition(String disposition, String name) {
    String ascii = name.replaceAll("[^ -~]", "_").replaceAll("[\"\\\\%]", "_");
    return "%s; filename=\"%s\"; filename*=UTF-8''%s".formatted(disposition, ascii, encode(name));
  }

  /** RFC 8187: all but letters, digits and a few signs as bytes of UTF-8. */
  private static String encode(String name) {
    StringBuilder encoded = new StringBuilder();
    for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (each & 0xFF);
      if (c < 128 && (Character.isLetterOrDigit(c) || "!#$&+-.^_`|~".indexOf(c) >= 0)) {
        encoded.append(c);
      } else {
        encoded.append('%').append("%02X".formatted((int) c));
      }
    }
    return encoded.toString();
  }

  private static boolean isForbidden(int c) {
    return Character.isISOControl(c)
        || Character.getType(c) == Character.SURROGATE
        || c == 0x2028
        || c == 0x2029;
  }

  private static ProblemException invalid(String detail) {
    return new ProblemException(ProblemCode.FILE_NAME_INVALID, detail);
  }
}
