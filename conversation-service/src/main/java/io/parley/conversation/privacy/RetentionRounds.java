package io.parley.conversation.privacy;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Finds conversations that were quiet for longer than their channel keeps them, a bounded number a
 * round, and has them erased. Whatever is found twice, by this or another instance, is one job.
 */
@ApplicationScoped
class RetentionRounds {
  private static final Logger LOG = Logger.getLogger(RetentionRounds.class);

  /** Erased ones lie before all others, at the epoch. */
  private static final String FIND =
      """
      INSERT INTO erasure (id, channel_id, conversation_id, reason)
      SELECT gen_random_uuid(), ch.id, c.id, 'RETENTION'
      FROM channel ch
      CROSS JOIN LATERAL (
        SELECT id FROM conversation
        WHERE channel_id = ch.id AND status <> 'ERASED' AND listed_at > 'epoch'
          AND listed_at < clock_timestamp() - make_interval(days => ch.retention_days)
        ORDER BY listed_at, id LIMIT $1) c
      WHERE ch.retention_days IS NOT NULL
      ON CONFLICT DO NOTHING""";

  /** They say nothing of anybody, but there may be many. */
  private static final String FORGET_DONE =
      "DELETE FROM erasure WHERE reason = 'RETENTION' AND done_at < now() - interval '1 day'";

  private final Pool pool;
  private final PrivacyConfig config;

  RetentionRounds(Pool pool, PrivacyConfig config) {
    this.pool = pool;
    this.config = config;
  }

  @Scheduled(
      every = "{parley.privacy.retention-every}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  Uni<Void> round() {
    return pool.preparedQuery(FIND)
        .execute(Tuple.of(config.retentionPerRound()))
        .flatMap(found -> pool.query(FORGET_DONE).execute())
        .onFailure()
        .invoke(failure -> LOG.warnf("Retention waits for the next round: %s", failure))
        .onFailure()
        .recoverWithNull()
        .replaceWithVoid();
  }
}
