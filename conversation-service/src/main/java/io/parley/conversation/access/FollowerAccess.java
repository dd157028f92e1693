package io.parley.conversation.access;

import io.parley.contracts.event.Person;
import io.parley.conversation.database.Database;
import io.parley.conversation.identity.Agent;
import io.parley.rest.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;

/** The only way to a follower, who is always one of a channel. */
@ApplicationScoped
public class FollowerAccess {
  private final ChannelAccess channels;
  private final Database database;

  FollowerAccess(ChannelAccess channels, Database database) {
    this.channels = channels;
    this.database = database;
  }

  /** The follower as that channel knows it, or a failure {@code not-found}. */
  public Uni<AccessibleFollower> forAgent(String channelId, String followerId, Agent agent) {
    return channels
        .forAgent(channelId, agent)
        .flatMap(
            channel ->
                followerId.indexOf('\0') >= 0
                    ? Uni.createFrom().failure(ProblemException::notFound)
                    : find(channel, followerId));
  }

  private Uni<AccessibleFollower> find(AccessibleChannel channel, String followerId) {
    return database
        .query(
            "SELECT name FROM follower WHERE channel_id = $1 AND id = $2", channel.id(), followerId)
        .map(
            rows -> {
              for (Row row : rows) {
                Person person = new Person(followerId, row.getString("name"));
                return new AccessibleFollower(channel.id(), person);
              }
              throw ProblemException.notFound();
            });
  }
}
