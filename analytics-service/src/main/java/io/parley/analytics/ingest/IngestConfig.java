package io.parley.analytics.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Positive;
import java.time.Duration;

/** How events are read. */
@ConfigMapping(prefix = "parley.analytics.ingest")
public interface IngestConfig {
  /** Longest body of an event in bytes; a longer one goes to the dead-letter topic unread. */
  @WithDefault("262144")
  @Positive
  int maxBytes();

  /** Events of one transaction at most. */
  @WithDefault("5000")
  @Positive
  int batch();

  /** What came in is applied when a batch is full, or when this much has passed since the last. */
  @WithDefault("100ms")
  Duration interval();

  /** How long Kafka may take to bring the event before an early one; then the log is asked. */
  @WithDefault("3s")
  Duration holePatience();

  /** Early events that may wait; beyond it the log is asked at once. */
  @WithDefault("50000")
  @Positive
  int waitingLimit();
}
