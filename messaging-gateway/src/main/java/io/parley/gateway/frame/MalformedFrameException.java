package io.parley.gateway.frame;

/** A frame that cannot be understood. The message is for the client's author. */
public final class MalformedFrameException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String clientMessageId;

  MalformedFrameException(String message, String clientMessageId) {
    super(message, null, false, false);
    this.clientMessageId = clientMessageId;
  }

  /** The refused send's own id when it could be made out, or null. */
  public String clientMessageId() {
    return clientMessageId;
  }
}
