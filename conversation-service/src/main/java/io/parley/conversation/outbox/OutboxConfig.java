package io.parley.conversation.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How the outbox is brought to Kafka. */
@ConfigMapping(prefix = "parley.outbox")
public interface OutboxConfig {
  /** Outbox rows (transactions) that one round takes at most. */
  @WithDefault("64")
  @Min(1)
  @Max(1000)
  int rowsPerRound();

  /** How long the relay sleeps when nobody rings: finds what another instance left behind. */
  @WithDefault("500ms")
  Duration idleRound();

  /** The longest pause between tries while Kafka or the database is down. */
  @WithDefault("2s")
  Duration longestPause();
}
