package io.parley.analytics.event;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Positive;

/** How events are read. */
@ConfigMapping(prefix = "parley.analytics.event")
public interface EventConfig {
  /** Longest body of an event in bytes; a longer one goes to the dead-letter topic unread. */
  @WithDefault("262144")
  @Positive
  int maxBytes();
}
