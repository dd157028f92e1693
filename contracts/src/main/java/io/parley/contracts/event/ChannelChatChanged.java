package io.parley.contracts.event;

import java.time.Instant;

/**
 * A chat-admin enabled or disabled live chat in a channel.
 *
 * @param revision counts the changes of this channel's mode from 1; a consumer keeps the highest
 */
public record ChannelChatChanged(
    String channelId, ChatMode mode, long revision, Person changedBy, Instant at) {

  /** The CloudEvents id. */
  public String eventId() {
    return channelId + ":" + revision;
  }
}
