package io.parley.conversation.access;

import io.parley.conversation.database.Database;
import io.parley.conversation.identity.Agent;
import io.parley.rest.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The only way to a channel. */
@ApplicationScoped
public class ChannelAccess {
  private final Database database;

  /** Channels are never deleted: what was found once need not be looked up again. */
  private final Set<String> existing = ConcurrentHashMap.newKeySet();

  ChannelAccess(Database database) {
    this.database = database;
  }

  /** The channel, or a failure {@code not-found}. */
  public Uni<AccessibleChannel> forAgent(String channelId, Agent agent) {
    if (!agent.channels().contains(channelId) || channelId.indexOf('\0') >= 0) {
      return Uni.createFrom().failure(ProblemException::notFound);
    }
    if (existing.contains(channelId)) {
      return Uni.createFrom().item(new AccessibleChannel(channelId));
    }
    return database
        .query("SELECT 1 FROM channel WHERE id = $1", channelId)
        .map(
            rows -> {
              if (rows.size() == 0) {
                throw ProblemException.notFound();
              }
              existing.add(channelId);
              return new AccessibleChannel(channelId);
            });
  }
}
