package io.parley.contracts.socket;

/**
 * Why the server closes a socket. 4000–4499 and 1012/1013 ask the client to reconnect, 4500–4999
 * and 1007–1009 not to. After RFC 6455 section 7.4 and the IANA WebSocket close code registry.
 */
public enum CloseCode {
  INVALID_PAYLOAD(1007, "invalid-payload"),
  /** Bad or expired token, flood. */
  POLICY_VIOLATION(1008, "policy-violation"),
  TOO_BIG(1009, "message-too-big"),
  /** The server restarts: reconnect with jitter. */
  SERVICE_RESTART(1012, "service-restart"),
  /** Overloaded, or the client reads too slowly: reconnect with jitter. */
  TRY_AGAIN_LATER(1013, "try-again-later"),
  /** All about the follower was erased: coming back by itself would make it known again. */
  FOLLOWER_ERASED(4500, "follower-erased");

  private final int code;
  private final String reason;

  CloseCode(int code, String reason) {
    this.code = code;
    this.reason = reason;
  }

  public int code() {
    return code;
  }

  /** Short and stable; never holds user data. */
  public String reason() {
    return reason;
  }
}
