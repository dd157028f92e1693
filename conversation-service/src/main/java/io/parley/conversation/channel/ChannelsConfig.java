package io.parley.conversation.channel;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.List;
import java.util.Optional;

/** Which channels exist from the start. */
@ConfigMapping(prefix = "parley.channels")
public interface ChannelsConfig {
  /** Channels to create when missing, as {@code id:name:mode} separated by commas. */
  @WithParentName
  Optional<List<ChannelSpec>> all();
}
