package io.parley.gateway.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A request whose path arrives exactly as it was written; clients would tidy it up. */
public final class RawRequest {
  private static final int TIMEOUT_MILLIS = 20_000;

  private RawRequest() {}

  /** Asks for a WebSocket and gives the status. */
  public static int upgrade(URI base, String path, String token) {
    try (Socket socket = open(base, path, token)) {
      String status = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
      return Integer.parseInt(status.substring(9));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens a WebSocket, answers nothing, and gives what came until the server ended it. */
  public static byte[] readToEnd(URI base, String path, String token) {
    try (Socket socket = open(base, path, token)) {
      return socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Socket open(URI base, String path, String token) throws IOException {
    String request =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + (token == null ? "" : "Authorization: Bearer " + token + "\r\n")
            + "\r\n";
    Socket socket = new Socket("localhost", base.getPort());
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }
}
