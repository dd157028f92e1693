package io.parley.e2e.client;

import java.io.IOException;

/** The server answered a handshake with something else than 101. */
public final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;

  RefusedException(int status) {
    super("The handshake was answered with " + status);
    this.status = status;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }
}
