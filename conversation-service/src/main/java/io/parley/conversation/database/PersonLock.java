package io.parley.conversation.database;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/**
 * Lets one transaction after the other decide, or rely on, under which id a channel keeps a person:
 * the row that the next one must see may not be there yet, and cannot be locked.
 */
public final class PersonLock {
  private static final String TAKE =
      "SELECT pg_advisory_xact_lock(hashtextextended($1::text || ' ' || $2::text, 0))::text";

  private PersonLock() {}

  /**
   * Waits for its turn, and has it until the transaction ends.
   *
   * @param followerId by which the channel's partner knows the person
   */
  public static Uni<Void> take(SqlClient transaction, String channelId, String followerId) {
    return transaction
        .preparedQuery(TAKE)
        .execute(Tuple.of(channelId, followerId))
        .replaceWithVoid();
  }
}
