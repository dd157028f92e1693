package io.parley.conversation.samplehistory;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Whether and how histories may be made up. */
@ConfigMapping(prefix = "parley.sample-history")
public interface SampleHistoryConfig {
  /** Whether they may at all. Never in production. */
  @WithDefault("false")
  boolean enabled();

  /** Commands of one transaction, which is one outbox row. */
  @WithDefault("512")
  @Min(1)
  @Max(4096)
  int batch();

  /** Outbox rows that may wait for Kafka before more is written; live chat waits behind them. */
  @WithDefault("16")
  @Min(1)
  @Max(1000)
  int owedToKafka();

  /** How long one call writes. */
  @WithDefault("1s")
  Duration piece();
}
