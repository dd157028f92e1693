package io.parley.bench.socket;

/** WebSocket framing (RFC 6455 section 5) as far as a client needs it. */
final class Frame {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  /**
   * Where a whole frame lies in a buffer.
   *
   * @param payload offset of the payload
   * @param length of the payload
   */
  record Header(boolean fin, int opcode, int payload, int length) {
    int next() {
      return payload + length;
    }
  }

  private Frame() {}

  /**
   * A client's frame. Clients have to mask; the key is 0 so that masking costs nothing. An
   * unpredictable key protects proxies from scripts of strangers, of which there are none here.
   */
  static byte[] encode(int opcode, byte[] payload) {
    int length = payload.length;
    int lengthBytes = length < 126 ? 0 : length < 65_536 ? 2 : 8;
    byte[] frame = new byte[2 + lengthBytes + 4 + length];
    frame[0] = (byte) (0x80 | opcode);
    if (lengthBytes == 0) {
      frame[1] = (byte) (0x80 | length);
    } else {
      frame[1] = (byte) (0x80 | (lengthBytes == 2 ? 126 : 127));
      for (int i = 0; i < lengthBytes; i++) {
        frame[2 + i] = (byte) ((long) length >>> (8 * (lengthBytes - 1 - i)));
      }
    }
    System.arraycopy(payload, 0, frame, frame.length - length, length);
    return frame;
  }

  /** The frame that begins at {@code from}, or null while it is not whole. */
  static Header header(byte[] buffer, int from, int end) {
    if (end - from < 2) {
      return null;
    }
    if ((buffer[from + 1] & 0x80) != 0) {
      throw new IllegalStateException("a masked frame from the server");
    }
    long length = buffer[from + 1] & 0x7F;
    int payload = from + 2;
    if (length >= 126) {
      int lengthBytes = length == 126 ? 2 : 8;
      if (end - payload < lengthBytes) {
        return null;
      }
      length = 0;
      for (int i = 0; i < lengthBytes; i++) {
        length = (length << 8) | (buffer[payload + i] & 0xFF);
      }
      payload += lengthBytes;
    }
    if (length > end - payload) {
      return null;
    }
    return new Header((buffer[from] & 0x80) != 0, buffer[from] & 0x0F, payload, (int) length);
  }
}
