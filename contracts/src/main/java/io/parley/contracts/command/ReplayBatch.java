package io.parley.contracts.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contracts.problem.Problem;
import java.util.List;

/** {@code POST /internal/replays}: pages of conversations' logs, from the database. */
public record ReplayBatch(List<Replay> replays) {
  public static final int MAX_SIZE = 64;

  /** Events of one page at most. */
  public static final int MAX_EVENTS = 500;

  public ReplayBatch {
    replays = List.copyOf(replays);
  }

  /**
   * One page to read.
   *
   * @param actor who asks; null when the gateway fills a hole in its own stream
   * @param after the page starts at the seq that follows
   * @param limit 0 to {@link #MAX_EVENTS}; with 0 only the conversation is described
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Replay(Actor actor, String conversationId, long after, int limit) {}

  /** The answer, one page a replay, in the same order. */
  public record Results(List<Page> pages) {
    public Results {
      pages = List.copyOf(pages);
    }
  }

  /**
   * One page.
   *
   * @param lastSeq the newest seq of the conversation when the page was read; for a follower, of
   *     what followers may see
   * @param events in seq order without a hole, as they were stored; for a follower, those that
   *     followers may see, each with {@code after} naming the one before it
   * @param problem why there is no page: then the other fields are empty
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Page(
      String channelId, String followerId, long lastSeq, List<JsonNode> events, Problem problem) {
    public Page {
      events = events == null ? List.of() : List.copyOf(events);
    }
  }
}
