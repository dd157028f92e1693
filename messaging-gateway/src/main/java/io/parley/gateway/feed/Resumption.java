package io.parley.gateway.feed;

import java.util.LinkedHashMap;
import java.util.Map;

/** One {@code resume} frame being answered: counts the conversations that are not done yet. */
final class Resumption {
  private final Map<String, Long> reached = new LinkedHashMap<>();
  private int open;

  Resumption(int conversations) {
    this.open = conversations;
  }

  /** A conversation is done: at this position, or refused when it is null. */
  void done(String conversationId, Long position) {
    open--;
    if (position != null) {
      reached.put(conversationId, position);
    }
  }

  boolean complete() {
    return open == 0;
  }

  /** The positions reached, by conversation. */
  Map<String, Long> reached() {
    return reached;
  }
}
