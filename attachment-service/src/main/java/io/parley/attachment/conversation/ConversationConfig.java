package io.parley.attachment.conversation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** How conversation-service is reached. */
@ConfigMapping(prefix = "parley.conversation-service")
public interface ConversationConfig {
  /** Addresses of its instances, asked in turn; the next one when one is gone. */
  List<URI> urls();

  /** After this long without an answer a question has failed. */
  @WithDefault("3s")
  Duration timeout();

  /** Connections to each instance; questions beyond them wait. */
  @WithDefault("4")
  int connections();

  /** Questions that may wait for a connection; one more fails at once. */
  @WithDefault("256")
  int waiting();
}
