package io.parley.attachment.link;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Size;
import java.time.Duration;

/** Signed links. */
@ConfigMapping(prefix = "parley.attachment.link")
public interface LinkConfig {
  /** Secret that signs them, the same for all instances: 32 characters or more. */
  @Size(min = 32)
  String key();

  /** How long a link is good for at least; at most twice as long. */
  @WithDefault("10m")
  Duration lifetime();
}
