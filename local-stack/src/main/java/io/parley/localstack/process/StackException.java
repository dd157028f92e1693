package io.parley.localstack.process;

/**
 * Something the developer has to know or do; the message is one clear line, shown without a trace.
 */
public final class StackException extends RuntimeException {
  public StackException(String message) {
    super(message);
  }

  public StackException(String message, Throwable cause) {
    super(message, cause);
  }
}
