package io.parley.conversation.log;

import java.util.List;

/**
 * Some of a conversation's events.
 *
 * @param bodies in seq order without a hole, each the JSON as it was stored
 * @param lastSeq the newest seq of the conversation just before the page was read; in a page for
 *     followers, the newest that they may see
 */
public record LogPage(List<String> bodies, long lastSeq) {
  public LogPage {
    bodies = List.copyOf(bodies);
  }
}
