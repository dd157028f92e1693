package io.parley.conversation.search;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** The words of messages as they are indexed. */
@ApplicationScoped
public class IndexedWords {
  /** Waits for a round that may have read the log as it was before it was emptied. */
  private static final String AFTER_ROUND =
      "SELECT pg_advisory_xact_lock(" + MessageIndexer.LOCK_KEY + ")";

  private static final String FORGET = "DELETE FROM message_search WHERE conversation_id = $1";

  /** Forgets the words of a conversation whose log is empty, within a transaction. */
  public Uni<Void> forget(SqlConnection transaction, UUID conversationId) {
    return transaction
        .query(AFTER_ROUND)
        .execute()
        .flatMap(locked -> transaction.preparedQuery(FORGET).execute(Tuple.of(conversationId)))
        .replaceWithVoid();
  }
}
