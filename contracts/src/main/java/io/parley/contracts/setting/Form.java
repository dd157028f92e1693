package io.parley.contracts.setting;

import io.parley.contracts.limit.AddressRange;
import java.net.URI;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * How a setting is written.
 *
 * @param hint completes the sentence "write …"
 * @param secret whether its value must not be repeated
 */
record Form(String hint, boolean secret, Predicate<String> accepts) {
  private static final Pattern CHANNEL =
      Pattern.compile("[A-Za-z0-9._-]{1,64}:[^:]{1,200}:(ONE_WAY|TWO_WAY)");
  private static final Pattern DURATION =
      Pattern.compile("[0-9]+(ms)?|([0-9]+[dhms])+|P(T?[0-9]+[DHMS])+", Pattern.CASE_INSENSITIVE);
  private static final Pattern ORIGIN = Pattern.compile("https?://[^/?#\\s]+");
  private static final Pattern BROKER =
      Pattern.compile("(\\[[0-9A-Fa-f:]+]|[^\\s:,/]+):[0-9]{1,5}");
  private static final Set<String> WEB = Set.of("http", "https");

  static final Form FLAG = of("true or false", Set.of("true", "false")::contains);
  static final Form PORT = number(1, 65_535);
  static final Form DURATION_TEXT =
      of("a duration such as 500ms, 2s or 10m", DURATION.asMatchPredicate());
  static final Form URL = of("an address such as http://host:8080", Form::isUrl);

  /** Of other services: without TLS, which is the mesh's or the network's, and without a path. */
  static final Form URLS = list("addresses such as http://host:8080", Form::isAddress);

  static final Form ORIGINS =
      list("origins such as https://chat.example.com", ORIGIN.asMatchPredicate());
  static final Form BROKERS = list("brokers such as kafka:9092", BROKER.asMatchPredicate());
  static final Form CHANNELS =
      list("channels as id:name:ONE_WAY or id:name:TWO_WAY", CHANNEL.asMatchPredicate());
  static final Form RANGES = list("addresses or ranges such as 10.0.0.0/8", Form::isRange);
  static final Form RATIO = of("a number from 0 to 1", Form::isRatio);
  static final Form TEXT = of("a text", text -> true);
  static final Form SECRET = new Form("a secret", true, text -> true);

  static Form of(String hint, Predicate<String> accepts) {
    return new Form(hint, false, accepts);
  }

  static Form number(long min, long max) {
    return of("a whole number from " + min + " to " + max, text -> isNumber(text, min, max));
  }

  static Form oneOf(String... values) {
    return of(String.join(" or ", values), Set.of(values)::contains);
  }

  static Form secretOf(int characters) {
    return new Form(
        "a secret of at least " + characters + " characters",
        true,
        text -> text.length() >= characters);
  }

  private static Form list(String hint, Predicate<String> accepts) {
    return of(
        hint + ", separated by commas",
        text -> Arrays.stream(text.split(",", -1)).map(String::strip).allMatch(accepts));
  }

  private static boolean isNumber(String text, long min, long max) {
    try {
      long number = Long.parseLong(text);
      return number >= min && number <= max;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isRatio(String text) {
    try {
      double number = Double.parseDouble(text);
      return number >= 0 && number <= 1;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isUrl(String text) {
    try {
      URI uri = URI.create(text);
      return uri.getScheme() != null && WEB.contains(uri.getScheme()) && uri.getHost() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isAddress(String text) {
    return text.startsWith("http://") && ORIGIN.matcher(text).matches() && isUrl(text);
  }

  private static boolean isRange(String text) {
    try {
      return AddressRange.valueOf(text) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
