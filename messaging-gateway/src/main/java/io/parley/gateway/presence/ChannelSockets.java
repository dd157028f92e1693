package io.parley.gateway.presence;

import io.parley.gateway.socket.Session;
import java.util.stream.Stream;

/** The sockets of a channel. Asked seldom, so it may look at every socket. */
public interface ChannelSockets {
  Stream<Session> followersOf(String channelId);

  Stream<Session> allOf(String channelId);
}
