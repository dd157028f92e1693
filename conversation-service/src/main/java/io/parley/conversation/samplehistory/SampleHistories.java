package io.parley.conversation.samplehistory;

import io.parley.contracts.command.SampleHistory;
import io.parley.conversation.log.PastLog;
import io.parley.conversation.log.PastLog.NewThread;
import io.parley.conversation.log.PastLog.PastCommand;
import io.parley.conversation.outbox.Outbox;
import io.parley.rest.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes histories piece by piece. How far one is is committed with what was written, so that an
 * interrupted one goes on where it was, and none is written twice. Blocks: for worker threads.
 */
@ApplicationScoped
class SampleHistories {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long LOOK_MILLIS = 20;

  /** Each history begins at a full hundred thousand: numbers between are for people. */
  private static final long ROUND = 100_000;

  /** Numbers above those that a follower of the channel or another history uses. */
  private static final String BEGIN =
      """
      INSERT INTO sample_history (channel_id, seed, chats, days, until, first_follower)
      SELECT id, $2, $3, $4, $5, $6 * (1 + greatest(0,
        (SELECT max(first_follower + chats) FROM sample_history WHERE channel_id = $1),
        (SELECT max(substring(follower_id FROM length($7) + 1)::bigint) FROM conversation
         WHERE channel_id = $1 AND starts_with(follower_id, $7)
           AND substring(follower_id FROM length($7) + 1) ~ '^[0-9]{1,12}$')) / $6)
      FROM channel WHERE id = $1 AND chat_mode = 'TWO_WAY'
      ON CONFLICT DO NOTHING""";

  private static final String FIND =
      """
      SELECT until, first_follower, commands, chats_begun, events, complete FROM sample_history
      WHERE channel_id = $1 AND seed = $2 AND chats = $3 AND days = $4""";

  private static final String GO_ON =
      """
      UPDATE sample_history
      SET commands = $6, chats_begun = $7, events = events + $8, complete = $9
      WHERE channel_id = $1 AND seed = $2 AND chats = $3 AND days = $4 AND commands = $5""";

  private static final String OWED = "SELECT count(*) FROM (SELECT FROM outbox LIMIT $1) o";

  private final Pool pool;
  private final PastLog log;
  private final Outbox outbox;
  private final SampleHistoryConfig config;
  private final Clock clock;
  private SampleHistory.Spec current;
  private Timeline timeline;

  SampleHistories(Pool pool, PastLog log, Outbox outbox, SampleHistoryConfig config, Clock clock) {
    this.pool = pool;
    this.log = log;
    this.outbox = outbox;
    this.config = config;
    this.clock = clock;
  }

  /** Where a history stands in the database. */
  private record Run(
      Instant until, long firstFollower, long commands, int chats, long events, boolean complete) {}

  /**
   * Writes the next piece. Waits for Kafka first when much is owed to it, so that neither the
   * outbox nor the time for which live chat waits behind it grows.
   */
  synchronized SampleHistory.Progress goOn(SampleHistory.Spec spec) throws InterruptedException {
    Run run = find(spec);
    long end = System.nanoTime() + config.piece().toNanos();
    int owed = owed();
    while (!run.complete() && System.nanoTime() < end) {
      if (owed >= config.owedToKafka()) {
        Thread.sleep(LOOK_MILLIS);
      } else {
        run = write(spec, run);
      }
      owed = owed();
    }
    return new SampleHistory.Progress(run.chats(), run.events(), run.until(), run.complete(), owed);
  }

  private Run find(SampleHistory.Spec spec) {
    RowSet<Row> rows = await(pool.preparedQuery(FIND).execute(key(spec)));
    if (rows.size() == 0) {
      Tuple parameters =
          key(spec)
              .addValue(clock.instant().truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC))
              .addLong(ROUND)
              .addString(spec.followerId());
      await(pool.preparedQuery(BEGIN).execute(parameters));
      rows = await(pool.preparedQuery(FIND).execute(key(spec)));
    }
    if (rows.size() == 0) {
      throw ProblemException.malformed("channelId must name a two-way channel");
    }
    Row row = rows.iterator().next();
    return new Run(
        row.getOffsetDateTime("until").toInstant(),
        row.getLong("first_follower"),
        row.getLong("commands"),
        row.getInteger("chats_begun"),
        row.getLong("events"),
        row.getBoolean("complete"));
  }

  private Run write(SampleHistory.Spec spec, Run run) {
    Timeline from = timelineAt(spec, run);
    // Given back once this piece is stored: after a failure the next call makes it up again.
    timeline = null;
    List<NewThread> threads = new ArrayList<>();
    List<PastCommand> commands = new ArrayList<>(config.batch());
    while (commands.size() < config.batch() && from.hasNext()) {
      Timeline.Step step = from.next();
      commands.add(step.command());
      if (step.thread() != null) {
        threads.add(step.thread());
      }
    }
    boolean complete = !from.hasNext();
    int events =
        await(
            pool.withTransaction(
                transaction ->
                    log.append(transaction, threads, commands)
                        .call(added -> setDown(transaction, spec, run, from, added, complete))));
    outbox.committed();
    timeline = from;
    return new Run(
        run.until(),
        run.firstFollower(),
        from.taken(),
        from.begun(),
        run.events() + events,
        complete);
  }

  private static Uni<Void> setDown(
      SqlConnection transaction,
      SampleHistory.Spec spec,
      Run run,
      Timeline timeline,
      int events,
      boolean complete) {
    Tuple parameters =
        key(spec)
            .addLong(run.commands())
            .addLong(timeline.taken())
            .addInteger(timeline.begun())
            .addLong((long) events)
            .addBoolean(complete);
    return transaction
        .preparedQuery(GO_ON)
        .execute(parameters)
        .invoke(
            rows -> {
              if (rows.rowCount() != 1) {
                throw new IllegalStateException("Another instance writes this history, too");
              }
            })
        .replaceWithVoid();
  }

  /** The history from where it was left: what was taken before is made up again and dropped. */
  private Timeline timelineAt(SampleHistory.Spec spec, Run run) {
    if (timeline == null || !spec.equals(current) || timeline.taken() != run.commands()) {
      current = spec;
      timeline = new Timeline(spec, run.until(), run.firstFollower());
      while (timeline.taken() < run.commands()) {
        timeline.next();
      }
    }
    return timeline;
  }

  private int owed() {
    return await(pool.preparedQuery(OWED).execute(Tuple.of(config.owedToKafka() + 1L)))
        .iterator()
        .next()
        .getLong(0)
        .intValue();
  }

  private static Tuple key(SampleHistory.Spec spec) {
    return Tuple.tuple()
        .addString(spec.channelId())
        .addLong(spec.seed())
        .addInteger(spec.chats())
        .addInteger(spec.days());
  }

  private static <T> T await(Uni<T> work) {
    return work.await().atMost(PATIENCE);
  }
}
