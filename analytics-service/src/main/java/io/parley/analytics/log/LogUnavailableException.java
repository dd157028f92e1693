package io.parley.analytics.log;

import java.io.Serial;

/** conversation-service did not answer, or not with what was asked for; a later try may help. */
public final class LogUnavailableException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  LogUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
