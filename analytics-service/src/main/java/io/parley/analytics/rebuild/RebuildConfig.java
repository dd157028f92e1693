package io.parley.analytics.rebuild;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the figures are checked. */
@ConfigMapping(prefix = "parley.analytics.audit")
public interface RebuildConfig {
  /** How often the figures are compared with the log. */
  @WithDefault("1h")
  Duration interval();

  /** The first comparison after a start. */
  @WithDefault("20s")
  Duration first();

  /** How long a replaced build is kept, for answers that are being made from it. */
  @WithDefault("5s")
  Duration keepReplaced();
}
