package io.parley.analytics.event;

import java.io.Serial;

/** A record that is no event; its message says why, for the dead-letter topic. */
final class UnreadableEventException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  UnreadableEventException(String reason) {
    super(reason);
  }

  UnreadableEventException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
