package io.parley.conversation.attachment;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** How attachment-service is reached. */
@ConfigMapping(prefix = "parley.attachment-service")
public interface AttachmentConfig {
  /** Addresses of its instances, asked in turn; the next one when one is gone. */
  List<URI> urls();

  /** After this long without an answer the messages that wait for it are refused. */
  @WithDefault("2s")
  Duration timeout();

  /** How long nobody asks after it did not answer in time, so that text is not held up by it. */
  @WithDefault("5s")
  Duration pause();

  /** Connections to each instance; questions beyond them wait. */
  @WithDefault("4")
  int connections();

  /** Questions that may wait for a connection; one more is refused at once. */
  @WithDefault("64")
  int waiting();
}
