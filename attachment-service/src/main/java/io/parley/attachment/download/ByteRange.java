package io.parley.attachment.download;

import io.parley.contracts.problem.ProblemCode;
import io.parley.rest.problem.ProblemException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of a file that {@code Range} asks for (RFC 9110, section 14). */
record ByteRange(long from, long length) {
  private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /**
   * Reads the header.
   *
   * @return empty when all is to be sent: no header, one that is malformed, or several ranges,
   *     which a server may answer with the whole, and which would let one request cost as much as
   *     many
   * @throws ProblemException {@code range-not-satisfiable}
   */
  static Optional<ByteRange> of(String header, long size) {
    Matcher range = ONE.matcher(header == null ? "" : header.strip());
    if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
      return Optional.empty();
    }
    if (range.group(1).isEmpty()) {
      long last = Math.min(Long.parseLong(range.group(2)), size);
      return Optional.of(requireSome(new ByteRange(size - last, last)));
    }
    long from = Long.parseLong(range.group(1));
    long to = range.group(2).isEmpty() ? size - 1 : Long.parseLong(range.group(2));
    if (to < from && !range.group(2).isEmpty()) {
      return from >= size ? Optional.of(requireSome(new ByteRange(from, 0))) : Optional.empty();
    }
    return Optional.of(requireSome(new ByteRange(from, Math.min(to, size - 1) - from + 1)));
  }

  private static ByteRange requireSome(ByteRange range) {
    if (range.length < 1) {
      throw new ProblemException(
          ProblemCode.RANGE_NOT_SATISFIABLE, "Ask for bytes that the file has.");
    }
    return range;
  }

  /** The value of {@code Content-Range}. */
  String contentRange(long size) {
    return "bytes %d-%d/%d".formatted(from, from + length - 1, size);
  }
}
