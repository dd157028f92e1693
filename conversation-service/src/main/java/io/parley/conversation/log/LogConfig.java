package io.parley.conversation.log;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** How commands become transactions. */
@ConfigMapping(prefix = "parley.log")
public interface LogConfig {
  /** Transactions in flight at once; conversations are spread over them. */
  @WithDefault("2")
  @Min(1)
  @Max(16)
  int lanes();

  /** Commands in one transaction at most. */
  @WithDefault("256")
  @Min(1)
  @Max(1024)
  int batchSize();

  /** Commands waiting in one lane at most; one more is refused as overloaded. */
  @WithDefault("10000")
  @Min(1)
  int queueSize();
}
