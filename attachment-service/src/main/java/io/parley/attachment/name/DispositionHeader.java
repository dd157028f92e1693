package io.parley.attachment.name;

import io.parley.rest.problem.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The file name in {@code Content-Disposition} (RFC 6266), of a raw upload. */
public final class DispositionHeader {
  private static final Pattern EXTENDED =
      Pattern.compile(";\\s*filename\\*\\s*=\\s*utf-8'[^']*'([^;\\s]*)", Pattern.CASE_INSENSITIVE);
  private static final Pattern QUOTED =
      Pattern.compile(";\\s*filename\\s*=\\s*\"((?:[^\"\\\\]|\\\\.)*)\"", Pattern.CASE_INSENSITIVE);
  private static final Pattern TOKEN =
      Pattern.compile(";\\s*filename\\s*=\\s*([^\";\\s]+)", Pattern.CASE_INSENSITIVE);

  private DispositionHeader() {}

  /**
   * The name that the header gives; null when it gives none. {@code filename*} wins.
   *
   * @throws ProblemException when it is no UTF-8
   */
  public static String fileName(String header) {
    if (header == null) {
      return null;
    }
    Matcher extended = EXTENDED.matcher(header);
    if (extended.find()) {
      return decode(extended.group(1));
    }
    Matcher quoted = QUOTED.matcher(header);
    if (quoted.find()) {
      return quoted.group(1).replaceAll("\\\\(.)", "$1");
    }
    Matcher token = TOKEN.matcher(header);
    return token.find() ? token.group(1) : null;
  }

  private static String decode(String encoded) {
    ByteBuffer bytes = ByteBuffer.allocate(encoded.length() * 3);
    try {
      for (int i = 0; i < encoded.length(); i++) {
        char c = encoded.charAt(i);
        if (c == '%') {
          bytes.put((byte) Integer.parseInt(encoded.substring(i + 1, i + 3), 16));
          i += 2;
        } else {
          bytes.put(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
        }
      }
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException | NumberFormatException | IndexOutOfBoundsException e) {
      throw ProblemException.malformed("The name in Content-Disposition is not UTF-8 (RFC 8187).");
    }
  }
}
