package io.parley.contracts.limit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often something may be done.
 *
 * @param perSecond what may be kept up, 1 or more: whoever is refused may try again after a second
 * @param burst what may be done at once after a rest
 */
public record Rate(int perSecond, int burst) {
  private static final Pattern FORM =
      Pattern.compile("([1-9][0-9]{0,8})/s, ([1-9][0-9]{0,8}) at once");

  public Rate {
    if (perSecond < 1 || burst < 1) {
      throw new IllegalArgumentException("A rate lets through one a second at least");
    }
  }

  /**
   * Reads {@code 500/s, 5000 at once}; configuration calls it for each value.
   *
   * @throws IllegalArgumentException when it has another form
   */
  public static Rate valueOf(String text) {
    Matcher parts = FORM.matcher(text.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a rate: write it as 500/s, 5000 at once");
    }
    return new Rate(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
  }

  /** What one of so many instances may let through. */
  public Rate share(int instances) {
    return new Rate(Math.ceilDiv(perSecond, instances), Math.ceilDiv(burst, instances));
  }

  @Override
  public String toString() {
    return perSecond + "/s, " + burst + " at once";
  }
}
