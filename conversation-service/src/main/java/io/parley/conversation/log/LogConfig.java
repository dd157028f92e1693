package io.parley.conversation.log;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** How commands become transactions. */
@ConfigMapping(prefix = "parley.log")
public interface LogConfig {
  /** Commands in one transaction at most. */
  @WithDefault("256")
  @Min(1)
  @Max(1024)
  int batchSize();

  /** Commands waiting at most; one more is refused as overloaded. */
  @WithDefault("20000")
  @Min(1)
  int queueSize();
}
