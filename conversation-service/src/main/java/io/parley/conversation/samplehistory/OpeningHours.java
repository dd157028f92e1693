package io.parley.conversation.samplehistory;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** When agents are there, and when followers like to write. */
final class OpeningHours {
  private static final ZoneId ZONE = ZoneId.of("Europe/Rome");

  /** How much is written in each hour of a working day. */
  private static final double[] BUSY = {
    0.6, 0.3, 0.2, 0.2, 0.2, 0.4, 1, 2.5, 6, 9, 11, 10, 7, 6, 8, 9, 9, 8, 7, 6, 4.5, 3.5, 2.5, 1.2
  };

  private OpeningHours() {}

  /** Monday to Friday 8 to 20, Saturday 9 to 17. */
  static boolean isOpen(Instant at) {
    ZonedDateTime local = at.atZone(ZONE);
    int hour = local.getHour();
    return switch (local.getDayOfWeek()) {
      case SATURDAY -> hour >= 9 && hour < 17;
      case SUNDAY -> false;
      case MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> hour >= 8 && hour < 20;
    };
  }

  /** The first moment after a closed one at which somebody is there again. */
  static Instant nextOpening(Instant closed) {
    ZonedDateTime day = closed.atZone(ZONE).toLocalDate().atStartOfDay(ZONE);
    while (true) {
      if (day.getDayOfWeek() != DayOfWeek.SUNDAY) {
        int hour = day.getDayOfWeek() == DayOfWeek.SATURDAY ? 9 : 8;
        Instant opening = day.with(LocalTime.of(hour, 0)).toInstant();
        if (opening.isAfter(closed)) {
          return opening;
        }
      }
      day = day.plusDays(1);
    }
  }

  /** How much is written in the hour that begins there, beside other hours. */
  static double demand(Instant hour) {
    ZonedDateTime local = hour.plus(Duration.ofMinutes(30)).atZone(ZONE);
    double ofDay =
        switch (local.getDayOfWeek()) {
          case MONDAY -> 1.2;
          case SATURDAY -> 0.6;
          case SUNDAY -> 0.35;
          case TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> 1;
        };
    return BUSY[local.getHour()] * ofDay;
  }
}
