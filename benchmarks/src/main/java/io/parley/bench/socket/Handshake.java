package io.parley.bench.socket;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** The HTTP upgrade of one connection (RFC 6455 section 4). */
final class Handshake {
  private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final URI uri;
  private final String token;
  private final String nonce;

  Handshake(URI uri, String token) {
    this.uri = uri;
    this.token = token;
    byte[] random = new byte[16];
    ThreadLocalRandom.current().nextBytes(random);
    this.nonce = Base64.getEncoder().encodeToString(random);
  }

  byte[] request() {
    return ("GET "
            + uri.getPath()
            + " HTTP/1.1\r\nHost: "
            + uri.getAuthority()
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
            + "\r\nSec-WebSocket-Key: "
            + nonce
            + "\r\nAuthorization: Bearer "
            + token
            + "\r\n\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * Reads the server's answer.
   *
   * @return where the first frame begins, or -1 while the answer is not whole
   * @throws IOException when the upgrade was refused; the message has the status line and the body
   */
  int response(byte[] buffer, int end) throws IOException {
    String text = new String(buffer, 0, end, StandardCharsets.ISO_8859_1);
    int blank = text.indexOf("\r\n\r\n");
    if (blank < 0) {
      return -1;
    }
    String statusLine = text.substring(0, text.indexOf("\r\n"));
    if (!statusLine.startsWith("HTTP/1.1 101")) {
      throw new IOException(statusLine + " " + text.substring(blank + 4).strip());
    }
    String accept = "sec-websocket-accept: " + accept().toLowerCase(Locale.ROOT);
    if (!text.substring(0, blank).toLowerCase(Locale.ROOT).contains(accept)) {
      throw new IOException("the upgrade has a wrong Sec-WebSocket-Accept");
    }
    return blank + 4;
  }

  private String accept() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((nonce + ACCEPT_SUFFIX).getBytes(StandardCharsets.ISO_8859_1));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
