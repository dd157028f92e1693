package io.parley.attachment.life;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long files live that nobody sees. */
@ConfigMapping(prefix = "parley.attachment.life")
public interface LifeConfig {
  /** An upload that no message used in this time is removed. */
  @WithDefault("24h")
  Duration unsent();

  /** Bytes that are on their way for longer than this were left by a crash. */
  @WithDefault("1h")
  Duration writing();

  /** After this a claim has come to a message, or never will: longer than any send takes. */
  @WithDefault("10m")
  Duration claim();
}
