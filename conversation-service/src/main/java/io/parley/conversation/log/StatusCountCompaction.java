package io.parley.conversation.log;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Sums up the differences of the status counts, so that reading them stays cheap. Several instances
 * may do it at once: a row is summed by whoever deletes it.
 */
@ApplicationScoped
class StatusCountCompaction {
  private static final String COMPACT =
      """
      WITH summed AS (
        DELETE FROM conversation_status_count RETURNING channel_id, status, delta
      )
      INSERT INTO conversation_status_count (channel_id, status, delta)
      SELECT channel_id, status, sum(delta) FROM summed
      GROUP BY channel_id, status HAVING sum(delta) <> 0""";

  private final Pool pool;

  StatusCountCompaction(Pool pool) {
    this.pool = pool;
  }

  @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  Uni<Void> compact() {
    return pool.query(COMPACT).execute().replaceWithVoid();
  }
}
