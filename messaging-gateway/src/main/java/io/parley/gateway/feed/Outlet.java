package io.parley.gateway.feed;

import io.parley.contracts.socket.CloseCode;

/**
 * The writing end of a socket, as delivery sees it. Never blocks; after a close it does nothing.
 */
public interface Outlet {
  /** Writes a frame. */
  void send(byte[] frame);

  /**
   * Writes a log event.
   *
   * @param mark whether the event counts as delivered to this participant once it is written
   */
  void event(EventFrame event, boolean mark);

  /** Closes the socket, after what was given before. */
  void close(CloseCode code);

  /** Runs on the delivery thread once everything given so far has left for the client. */
  void whenWritten(Runnable next);
}
