package io.parley.conversation.request;

import io.parley.contracts.problem.ProblemCode;
import io.parley.rest.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A place in a list, as clients carry it from page to page: the sort key of the last item.
 *
 * <p>A checksum over the list's name and filters binds it to its list, so that a cursor that was
 * changed or belongs elsewhere is refused and does not silently give another page. It is no secret
 * and opens nothing: access is checked on every page.
 */
public final class Cursor {
  private static final int CHECKSUM_BYTES = 8;
  private static final int MAX_LENGTH = 2_000;
  // Never part of a stored value.
  private static final String SEPARATOR = "\u0000";

  private Cursor() {}

  /**
   * The place behind an item.
   *
   * @param list the list's name and everything it is filtered by
   * @param key the sort key of the last item given
   */
  public static String encode(List<String> list, String... key) {
    byte[] position = String.join(SEPARATOR, key).getBytes(StandardCharsets.UTF_8);
    byte[] checksum = checksum(list, position);
    byte[] cursor = Arrays.copyOf(checksum, checksum.length + position.length);
    System.arraycopy(position, 0, cursor, checksum.length, position.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(cursor);
  }

  /**
   * The sort key within.
   *
   * @param parts how many values the key has
   * @throws ProblemException {@code invalid-cursor} when this list did not give it
   */
  public static List<String> decode(List<String> list, String cursor, int parts) {
    try {
      if (cursor.length() > MAX_LENGTH) {
        throw invalid();
      }
      byte[] bytes = Base64.getUrlDecoder().decode(cursor);
      if (bytes.length < CHECKSUM_BYTES) {
        throw invalid();
      }
      byte[] position = Arrays.copyOfRange(bytes, CHECKSUM_BYTES, bytes.length);
      byte[] checksum = Arrays.copyOf(bytes, CHECKSUM_BYTES);
      if (!MessageDigest.isEqual(checksum, checksum(list, position))) {
        throw invalid();
      }
      List<String> key = List.of(new String(position, StandardCharsets.UTF_8).split(SEPARATOR, -1));
      if (key.size() != parts) {
        throw invalid();
      }
      return key;
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
  }

  /** A time as a part of a key, to the microsecond as PostgreSQL keeps it. */
  public static String time(OffsetDateTime time) {
    return Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant()));
  }

  /**
   * The time in a part of a key.
   *
   * @throws ProblemException {@code invalid-cursor} when it is none of this era
   */
  public static OffsetDateTime time(String part) {
    if (!part.matches("[0-9]{1,17}")) {
      throw invalid();
    }
    return Instant.EPOCH.plus(Long.parseLong(part), ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }

  /** What is answered to a cursor that is not one. */
  public static ProblemException invalid() {
    return new ProblemException(
        ProblemCode.INVALID_CURSOR, "Take the cursor from the same list, or start without one.");
  }

  private static byte[] checksum(List<String> list, byte[] position) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(String.join(SEPARATOR, list).getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      return Arrays.copyOf(digest.digest(position), CHECKSUM_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
