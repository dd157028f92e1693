package io.parley.bench.socket;

/** What a connection tells its owner. All calls come from the {@link SocketLoop}'s thread. */
public interface SocketListener {

  /**
   * A text message has arrived.
   *
   * @param data valid only during the call
   * @param nanos {@link System#nanoTime()} when the bytes were read from the socket
   */
  void onText(SocketConnection connection, byte[] data, int offset, int length, long nanos);

  /**
   * The connection has ended, by whichever side.
   *
   * @param code the close code, or 1006 when there was no close frame
   */
  void onClose(SocketConnection connection, int code, String reason);
}
