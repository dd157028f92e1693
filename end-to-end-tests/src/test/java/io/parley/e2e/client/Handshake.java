package io.parley.e2e.client;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How to open a socket.
 *
 * @param target path and query as they are sent
 * @param headers beside those of RFC 6455
 */
public record Handshake(String host, int port, String target, Map<String, String> headers) {

  /** With the token as a header and the protocol of Parley. */
  public static Handshake of(URI address, String token) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Sec-WebSocket-Protocol", "parley.v1");
    if (token != null) {
      headers.put("Authorization", "Bearer " + token);
    }
    String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
    return new Handshake(
        address.getHost(), address.getPort(), address.getRawPath() + query, headers);
  }

  public Handshake with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Handshake(host, port, target, more);
  }

  public Handshake to(String otherTarget) {
    return new Handshake(host, port, otherTarget, headers);
  }

  /** The request, with the key that the server proves itself by. */
  String request(String key) {
    List<String> lines = new ArrayList<>();
    lines.add("GET " + target + " HTTP/1.1");
    lines.add("Host: " + host + ":" + port);
    lines.add("Upgrade: websocket");
    lines.add("Connection: Upgrade");
    lines.add("Sec-WebSocket-Version: 13");
    lines.add("Sec-WebSocket-Key: " + key);
    headers.forEach((name, value) -> lines.add(name + ": " + value));
    return String.join("\r\n", lines) + "\r\n\r\n";
  }
}
