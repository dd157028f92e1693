package io.parley.conversation.channel;

import io.parley.contracts.event.ChatMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A channel to create when it is missing. One that exists is left as it is.
 *
 * @param mode its chat mode at first
 */
public record ChannelSpec(String id, String name, ChatMode mode) {
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9._-]{1,64}):([^:]{1,200}):(ONE_WAY|TWO_WAY)");

  /**
   * Reads {@code id:name:mode}; the configuration calls it for each value.
   *
   * @throws IllegalArgumentException when it has another form
   */
  public static ChannelSpec valueOf(String text) {
    Matcher parts = FORM.matcher(text.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a channel: write id:name:ONE_WAY or id:name:TWO_WAY");
    }
    return new ChannelSpec(parts.group(1), parts.group(2), ChatMode.valueOf(parts.group(3)));
  }
}
