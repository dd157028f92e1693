package io.parley.gateway.presence;

import io.parley.contracts.command.ArrivalBatch;
import io.parley.contracts.event.ChannelChatChanged;
import io.parley.contracts.event.ChatMode;
import io.parley.contracts.socket.ServerFrame;
import io.parley.gateway.frame.Frames;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;

/**
 * The newest chat mode of the channels that changed it since the start: told to every socket of the
 * channel, and to a welcome whose question was answered before the change. Runs on the delivery
 * thread.
 */
@ApplicationScoped
public class ChatModes {
  private final Map<String, ChannelChatChanged> newest = new HashMap<>();
  private final ChannelSockets sockets;

  ChatModes(ChannelSockets sockets) {
    this.sockets = sockets;
  }

  /** A change from the broker; an older one than known is dropped. */
  public void changed(ChannelChatChanged change) {
    ChannelChatChanged known = newest.get(change.channelId());
    if (known != null && known.revision() >= change.revision()) {
      return;
    }
    newest.put(change.channelId(), change);
    byte[] frame =
        Frames.encode(
            new ServerFrame.ChatModeChanged(
                change.channelId(), change.mode(), change.changedBy(), change.at()));
    sockets.allOf(change.channelId()).forEach(session -> session.send(frame));
  }

  /** The mode to welcome with: the database's answer, unless the broker has brought a later one. */
  public ChatMode newest(ArrivalBatch.Channel channel) {
    ChannelChatChanged known = newest.get(channel.id());
    return known != null && known.revision() > channel.revision() ? known.mode() : channel.mode();
  }
}
