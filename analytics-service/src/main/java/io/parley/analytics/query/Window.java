package io.parley.analytics.query;

import io.parley.analytics.figure.Bucket;
import io.parley.analytics.figure.Level;
import io.parley.analytics.figure.Micros;
import io.parley.rest.problem.ProblemException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.zone.ZoneRulesException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is asked for, checked. */
record Window(Instant from, Instant to, Bucket bucket, ZoneId zone) {
  /** As many as a year of days needs, or a month of hours. */
  private static final int MAX_BUCKETS = 800;

  private static final Duration MAX_LENGTH = Duration.ofDays(3 * 366);

  private static final int MAX_TEXT = 64;

  static Window parse(String from, String to, String bucket, String zone) {
    ZoneId clocks = zone(zone);
    Instant start = instant("from", from, clocks);
    Instant end = instant("to", to, clocks);
    if (!start.isBefore(end)) {
      throw ProblemException.malformed("from must be before to.");
    }
    Bucket size = bucket(bucket);
    if (Duration.between(start, end).compareTo(MAX_LENGTH) > 0
        || Duration.between(start, end).dividedBy(shortest(size)) > MAX_BUCKETS) {
      throw ProblemException.malformed(
          "The window has more than "
              + MAX_BUCKETS
              + " buckets or three years: ask for longer"
              + " buckets or a shorter window.");
    }
    return new Window(start, end, size, clocks);
  }

  List<Instant> edges() {
    return bucket.edges(from, to, zone);
  }

  private static Duration shortest(Bucket bucket) {
    return switch (bucket) {
      case HOUR -> Duration.ofHours(1);
      case DAY -> Duration.ofHours(24);
      case WEEK -> Duration.ofDays(7);
      case MONTH -> Duration.ofDays(28);
    };
  }

  private static ZoneId zone(String zone) {
    if (zone == null) {
      return ZoneId.of("UTC");
    }
    try {
      if (zone.length() <= MAX_TEXT) {
        return ZoneId.of(zone);
      }
    } catch (ZoneRulesException e) {
      // Said below, with what is no name of a zone at all.
    } catch (DateTimeException e) {
      // As above.
    }
    throw ProblemException.malformed("zone must be the name of a time zone, such as Europe/Rome.");
  }

  private static Bucket bucket(String bucket) {
    if (bucket == null) {
      return Bucket.DAY;
    }
    return Arrays.stream(Bucket.values())
        .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(bucket))
        .findFirst()
        .orElseThrow(() -> ProblemException.malformed("bucket must be hour, day, week or month."));
  }

  /** A date in the zone, or a moment with its offset. */
  private static Instant instant(String name, String text, ZoneId zone) {
    Instant instant = null;
    try {
      if (text != null && text.length() <= MAX_TEXT) {
        instant =
            text.indexOf('T') < 0
                ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
                : OffsetDateTime.parse(text).toInstant();
      }
    } catch (DateTimeParseException e) {
      // Said below.
    }
    if (instant == null
        || instant.isBefore(Instant.EPOCH)
        || instant.isAfter(Instant.EPOCH.plus(Duration.ofDays(365 * 200L)))) {
      throw ProblemException.malformed(
          name + " must be a date such as 2026-03-29, or a moment such as 2026-03-29T00:00:00Z.");
    }
    long micros = Micros.of(instant);
    if (Level.QUARTER.floor(micros) != micros || !Micros.toInstant(micros).equals(instant)) {
      throw ProblemException.malformed(name + " must be at a full quarter of an hour.");
    }
    return instant;
  }
}
