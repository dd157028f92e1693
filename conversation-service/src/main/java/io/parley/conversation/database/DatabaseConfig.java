package io.parley.conversation.database;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long REST waits for the database. */
@ConfigMapping(prefix = "parley.rest.database")
public interface DatabaseConfig {
  /** After this the answer is 503: shorter than the two seconds that callers are promised. */
  @WithDefault("1700ms")
  Duration patience();
}
