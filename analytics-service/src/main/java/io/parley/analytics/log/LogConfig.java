package io.parley.analytics.log;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** How conversation-service is reached. */
@ConfigMapping(prefix = "parley.analytics.log")
public interface LogConfig {
  /** conversation-service's address inside the installation. */
  URI url();

  /** How long one page may take. */
  @WithDefault("20s")
  Duration timeout();

  /** Events of a page of the export. */
  @WithDefault("5000")
  int pageSize();
}
