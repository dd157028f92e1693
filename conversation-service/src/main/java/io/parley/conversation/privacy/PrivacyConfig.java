package io.parley.conversation.privacy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** The pace of erasures, and whom they ask. */
@ConfigMapping(prefix = "parley.privacy")
public interface PrivacyConfig {
  /** Addresses of attachment-service's instances, asked in turn. */
  List<URI> attachmentServiceUrls();

  /** Addresses of analytics-service's instances, asked in turn. */
  List<URI> analyticsServiceUrls();

  /** After this long without an answer another service is asked again later. */
  @WithDefault("10s")
  Duration timeout();

  /** Events that one transaction empties. */
  @WithDefault("500")
  @Min(1)
  @Max(10000)
  int eventsPerRound();

  /** A job whose instance died is taken up by another one after this; longer than any step. */
  @WithDefault("60s")
  Duration lease();

  /** How long a job rests before it looks again at what it waits for. */
  @WithDefault("1s")
  Duration pause();

  /**
   * What was on its way when a follower was erased has reached Kafka after this, and every gateway
   * has read it after this once more; a gateway that has not sends its clients to the database.
   */
  @WithDefault("5s")
  Duration settle();

  /** How long the file of an export can be fetched. */
  @WithDefault("24h")
  Duration exportKept();

  /** How often conversations are looked for that were kept for long enough. */
  @WithDefault("1m")
  Duration retentionEvery();

  /** Conversations of a channel that one such round has erased at most. */
  @WithDefault("100")
  @Min(1)
  @Max(10000)
  int retentionPerRound();
}
