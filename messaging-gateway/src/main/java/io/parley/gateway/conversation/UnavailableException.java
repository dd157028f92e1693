package io.parley.gateway.conversation;

/** conversation-service did not answer, or not with what was asked for; a retry may help. */
public final class UnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnavailableException(String message) {
    super(message);
  }

  public UnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
