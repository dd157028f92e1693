package io.parley.conversation.engagement;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Data to try things out with. */
@ConfigMapping(prefix = "parley.demo")
public interface DemoConfig {
  /** Whether each channel gets a few engagements at start. Never in production. */
  @WithDefault("false")
  boolean data();
}
