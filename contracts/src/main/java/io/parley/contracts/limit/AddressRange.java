package io.parley.contracts.limit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses with the same beginning, for example {@code 10.0.0.0/8} or {@code ::1}. */
public final class AddressRange {
  /** Digits and dots, or colons with it: nothing that would be looked up in the name service. */
  private static final Pattern LITERAL =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private static final Pattern RANGE = Pattern.compile("([^/]+)(?:/([0-9]{1,3}))?");

  private final byte[] start;
  private final int bits;

  private AddressRange(byte[] start, int bits) {
    this.start = start;
    this.bits = bits;
  }

  /**
   * Reads an address or a range; configuration calls it for each value.
   *
   * @throws IllegalArgumentException when it is neither
   */
  public static AddressRange valueOf(String text) {
    Matcher parts = RANGE.matcher(text.strip());
    Optional<InetAddress> start = parts.matches() ? literal(parts.group(1)) : Optional.empty();
    if (start.isPresent()) {
      byte[] bytes = start.get().getAddress();
      int all = bytes.length * Byte.SIZE;
      int bits = parts.group(2) == null ? all : Integer.parseInt(parts.group(2));
      if (bits <= all) {
        return new AddressRange(bytes, bits);
      }
    }
    throw new IllegalArgumentException(
        "'" + text + "' is not an address or a range: write 10.1.2.3, 10.0.0.0/8 or fd00::/8");
  }

  /** The address that a text is, if it is one in figures. */
  static Optional<InetAddress> literal(String text) {
    if (!LITERAL.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length != start.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % Byte.SIZE);
      if ((bytes[bit / Byte.SIZE] & mask) != (start[bit / Byte.SIZE] & mask)) {
        return false;
      }
    }
    return true;
  }
}
