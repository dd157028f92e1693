package io.parley.contracts.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.parley.contracts.event.ConversationEvent;
import java.util.List;

/**
 * The log of all conversations, to build a projection from: {@code GET /internal/log} gives events
 * conversation by conversation, {@code GET /internal/log/heads} how far each conversation is. Both
 * page by page: {@code after} is the page before's {@code next}, at the beginning there is none.
 *
 * <p>What is stored while the pages are read may be in them or not: whoever reads them notes where
 * Kafka stands before, and goes on from there afterwards.
 */
public final class LogExport {
  /** Events or heads of a page at most. */
  public static final int MAX_SIZE = 5_000;

  private LogExport() {}

  /**
   * Events of one or more conversations, each in seq order.
   *
   * @param next where to read on; null when this was the last page
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Page(List<ConversationEvent> events, String next) {
    public Page {
      events = List.copyOf(events);
    }
  }

  /** How far a conversation is. */
  public record Head(String conversationId, long lastSeq) {}

  /**
   * Heads, by conversation id.
   *
   * @param next where to read on; null when this was the last page
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Heads(List<Head> heads, String next) {
    public Heads {
      heads = List.copyOf(heads);
    }
  }
}
