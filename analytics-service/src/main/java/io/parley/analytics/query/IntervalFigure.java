package io.parley.analytics.query;

import io.parley.analytics.figure.Durations;
import io.parley.analytics.figure.Micros;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How long something took, in seconds. Without any, everything but n is null. */
@Schema(
    name = "Durations",
    description =
        "In seconds. n and mean are exact; median and p90 are at most one percent off. With n = 0"
            + " the others are null.")
public record IntervalFigure(
    @Schema(required = true) long n,
    @Schema(required = true, nullable = true) Double mean,
    @Schema(required = true, nullable = true) Double median,
    @Schema(required = true, nullable = true) Double p90) {

  static IntervalFigure of(Durations durations) {
    return new IntervalFigure(
        durations.n(),
        seconds(durations.mean()),
        seconds(durations.quantile(0.5)),
        seconds(durations.quantile(0.9)));
  }

  /** To the millisecond. */
  private static Double seconds(Double micros) {
    return micros == null ? null : Math.round(micros * 1_000 / Micros.PER_SECOND) / 1_000.0;
  }
}
