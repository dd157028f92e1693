package io.parley.conversation.log;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * The door to the log: whatever changes a conversation goes through here, and is stored in the
 * order in which it came.
 *
 * <p>Commands never fail: what goes wrong is an {@link Outcome.Refused}; with {@code unavailable}
 * it is not known whether it was stored, and a retry with the same clientMessageId finds out.
 */
@ApplicationScoped
public class ConversationLog {
  private final CommandQueue queue;

  ConversationLog(LogConfig config, BatchTransaction transaction) {
    queue = new CommandQueue(transaction::run, config.batchSize(), config.queueSize());
  }

  /** Stores what the rules make of a command. */
  public Uni<Outcome> execute(LogCommand command) {
    return execute(List.of(command)).map(List::getFirst);
  }

  /** Stores what the rules make of commands that came together: one outcome each, in order. */
  public Uni<List<Outcome>> execute(List<LogCommand> commands) {
    return queue.submit(commands);
  }
}
