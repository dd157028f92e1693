package io.parley.conversation.verification;

import io.parley.conversation.access.AccessibleChannel;
import io.parley.conversation.database.Database;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Whether a channel lets visitors in. */
@ApplicationScoped
class Visitors {
  private static final String READ = "SELECT visitors_allowed FROM channel WHERE id = $1";
  private static final String SET = "UPDATE channel SET visitors_allowed = $2 WHERE id = $1";

  private final Database database;

  Visitors(Database database) {
    this.database = database;
  }

  /** False for unknown channels too. */
  Uni<Boolean> allowed(String channelId) {
    return database
        .query(READ, channelId)
        .map(rows -> rows.size() == 1 && rows.iterator().next().getBoolean("visitors_allowed"));
  }

  Uni<Void> allow(AccessibleChannel channel, boolean allowed) {
    return database.query(SET, channel.id(), allowed).replaceWithVoid();
  }
}
