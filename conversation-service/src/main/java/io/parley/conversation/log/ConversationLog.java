package io.parley.conversation.log;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The door to the log: whatever changes a conversation goes through {@link #execute}.
 *
 * <p>Commands of one conversation take the same lane and so are stored in the order in which they
 * came.
 */
@ApplicationScoped
public class ConversationLog {
  private final CommandLane[] lanes;

  ConversationLog(LogConfig config, BatchTransaction transaction) {
    lanes =
        IntStream.range(0, config.lanes())
            .mapToObj(
                i -> new CommandLane(transaction::run, config.batchSize(), config.queueSize()))
            .toArray(CommandLane[]::new);
  }

  /**
   * Stores what the rules make of a command. Never fails: what goes wrong is an {@link
   * Outcome.Refused}; with {@code unavailable} it is not known whether it was stored, and a retry
   * with the same clientMessageId finds out.
   */
  public Uni<Outcome> execute(LogCommand command) {
    return laneOf(command.conversationId()).submit(command);
  }

  private CommandLane laneOf(UUID conversationId) {
    return lanes[Math.floorMod(conversationId.hashCode(), lanes.length)];
  }
}
