package io.parley.analytics.log;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** How conversation-service is reached. */
@ConfigMapping(prefix = "parley.analytics.log")
public interface LogConfig {
  /** Addresses of conversation-service's instances, asked in turn; the next one when one fails. */
  List<URI> urls();

  /** How long one page may take. */
  @WithDefault("20s")
  Duration timeout();

  /** Events of a page of the export. */
  @WithDefault("5000")
  int pageSize();
}
