package io.parley.conversation.log;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;
import io.parley.conversation.audit.AuditLog;
import io.parley.conversation.outbox.Outbox;
import io.parley.conversation.trace.Tracing;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * One batch of commands as one transaction, in two round trips whatever its size: lock the
 * conversations and look for earlier tries; then append state, log and outbox, and commit.
 *
 * <p>An outcome says "stored" only after the commit, and PostgreSQL runs with {@code
 * synchronous_commit=on}: it is on disk.
 */
@ApplicationScoped
class BatchTransaction {
  private static final Logger LOG = Logger.getLogger(BatchTransaction.class);

  /** Ids in order, so that two batches cannot wait for each other. */
  static final String LOCK =
      "SELECT "
          + LockedConversation.COLUMNS
          + ", ch.chat_mode FROM conversation c JOIN channel ch ON ch.id = c.channel_id"
          + " WHERE c.id = ANY($1) ORDER BY c.id FOR UPDATE OF c";

  /**
   * A statement of its own: only one begun after the locks are held sees every earlier commit.
   * {@code LATERAL} with a limit leaves the planner nothing but the index: a join, planned once
   * while the tables were still empty, read the whole log for each batch.
   */
  private static final String EARLIER_TRIES =
      """
      SELECT clock_timestamp() AS now, e.body
      FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[])
        WITH ORDINALITY AS k(conversation_id, client_message_id, sender_id, sender_role, place)
      LEFT JOIN LATERAL (
        SELECT body::text AS body FROM conversation_event
        WHERE conversation_id = k.conversation_id AND client_message_id = k.client_message_id
          AND sender_id = k.sender_id AND sender_role = k.sender_role
        LIMIT 1) e ON true
      ORDER BY k.place""";

  private static final int ATTEMPTS = 3;

  private static final Duration[] BUCKETS =
      IntStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final Pool pool;
  private final Outbox outbox;
  private final Tracing tracing;
  private final Timer timer;

  BatchTransaction(Pool pool, Outbox outbox, Tracing tracing, MeterRegistry metrics) {
    this.pool = pool;
    this.outbox = outbox;
    this.tracing = tracing;
    this.timer =
        Timer.builder("parley.log.transaction")
            .description("One batch of commands as one transaction, with its tries")
            .serviceLevelObjectives(BUCKETS)
            .register(metrics);
  }

  /** Returns one outcome a command, in their order; never fails. */
  Uni<List<Outcome>> run(List<LogCommand> commands) {
    long began = System.nanoTime();
    Span span =
        tracing.startBatch(
            "append to the log",
            SpanKind.CLIENT,
            commands.stream().map(LogCommand::traceparent).toList());
    span.setAttribute("db.system.name", "postgresql");
    return tried(commands)
        .onTermination()
        .invoke(
            () -> {
              timer.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
              span.end();
            });
  }

  private Uni<List<Outcome>> tried(List<LogCommand> commands) {
    return attempt(commands)
        .onFailure(BatchTransaction::isConflict)
        .retry()
        .atMost(ATTEMPTS)
        .onFailure()
        .recoverWithUni(failure -> afterFailure(commands, failure));
  }

  private Uni<List<Outcome>> attempt(List<LogCommand> commands) {
    return pool.getConnection()
        .flatMap(connection -> transact(connection, commands).eventually(connection::close));
  }

  private Uni<List<Outcome>> transact(SqlConnection connection, List<LogCommand> commands) {
    Uni<RowSet<Row>> begin = connection.query("BEGIN").execute();
    Uni<RowSet<Row>> lock =
        connection.preparedQuery(LOCK).execute(Tuple.of(conversationIds(commands)));
    Uni<RowSet<Row>> earlierTries =
        connection.preparedQuery(EARLIER_TRIES).execute(messageKeys(commands));
    Uni<Deletions> deletions = Deletions.read(connection, commands);
    // Sent together, answered in order: one round trip.
    return Uni.combine()
        .all()
        .unis(begin, lock, earlierTries, deletions)
        .asTuple()
        .flatMap(
            answers -> {
              Batch batch =
                  Batch.of(commands, answers.getItem2(), answers.getItem3(), answers.getItem4());
              return batch.isEmpty()
                  ? nothingToStore(connection, batch)
                  : append(connection, batch, answers.getItem4());
            })
        .onFailure()
        .call(failure -> rollback(connection).onFailure().recoverWithNull());
  }

  private Uni<List<Outcome>> append(SqlConnection connection, Batch batch, Deletions deletions) {
    Uni<RowSet<Row>> append =
        connection.preparedQuery(BatchAppend.SQL).execute(BatchAppend.parameters(batch));
    Uni<Void> deleted = deletions.store(connection);
    Uni<Void> recorded = AuditLog.record(connection, batch.audited());
    // COMMIT after a failed statement answers without an error but rolls back: all must succeed.
    Uni<RowSet<Row>> commit = connection.query("COMMIT").execute();
    return Uni.combine()
        .all()
        .unis(append, deleted, recorded, commit)
        .asTuple()
        .invoke(outbox::committed)
        .replaceWith(batch::outcomes);
  }

  private static Uni<List<Outcome>> nothingToStore(SqlConnection connection, Batch batch) {
    return rollback(connection).replaceWith(batch::outcomes);
  }

  private static Uni<RowSet<Row>> rollback(SqlConnection connection) {
    return connection.query("ROLLBACK").execute();
  }

  private Uni<List<Outcome>> afterFailure(List<LogCommand> commands, Throwable failure) {
    if (commands.size() > 1 && isBadData(failure)) {
      // One command that the database cannot store must not take its neighbours along.
      return oneByOne(commands);
    }
    return Uni.createFrom().item(refuseAll(commands, problemOf(failure)));
  }

  private Uni<List<Outcome>> oneByOne(List<LogCommand> commands) {
    List<Uni<List<Outcome>>> runs = new ArrayList<>(commands.size());
    for (LogCommand command : commands) {
      runs.add(Uni.createFrom().deferred(() -> tried(List.of(command))));
    }
    return Uni.join()
        .all(runs)
        .usingConcurrencyOf(1)
        .andFailFast()
        .map(outcomes -> outcomes.stream().map(List::getFirst).toList());
  }

  private static Problem problemOf(Throwable failure) {
    if (isBadData(failure)) {
      return Problem.of(ProblemCode.MALFORMED_REQUEST, "The message holds what cannot be stored");
    }
    LOG.warnf("A batch was not stored: %s", failure);
    return Problem.of(
        ProblemCode.UNAVAILABLE,
        "The message may or may not be stored: send it again with the same clientMessageId");
  }

  private static List<Outcome> refuseAll(List<LogCommand> commands, Problem problem) {
    List<Outcome> outcomes = new ArrayList<>(commands.size());
    for (int i = 0; i < commands.size(); i++) {
      outcomes.add(new Outcome.Refused(problem));
    }
    return outcomes;
  }

  /** Another transaction was in the way: deadlock, serialization, lock timeout. */
  private static boolean isConflict(Throwable failure) {
    return failure instanceof PgException pg
        && (pg.getSqlState().startsWith("40") || pg.getSqlState().equals("55P03"));
  }

  /** SQLSTATE class 22, data exception: the same data will never be accepted. */
  private static boolean isBadData(Throwable failure) {
    return failure instanceof PgException pg && pg.getSqlState().startsWith("22");
  }

  private static UUID[] conversationIds(List<LogCommand> commands) {
    return commands.stream().map(LogCommand::conversationId).distinct().toArray(UUID[]::new);
  }

  /** One row a command; what has no key never has an earlier try. */
  private static Tuple messageKeys(List<LogCommand> commands) {
    int size = commands.size();
    UUID[] conversations = new UUID[size];
    String[] messages = new String[size];
    String[] senders = new String[size];
    String[] roles = new String[size];
    for (int i = 0; i < size; i++) {
      LogCommand command = commands.get(i);
      conversations[i] = command.conversationId();
      messages[i] = command.clientMessageId();
      senders[i] = command.actor().id();
      roles[i] = command.actor().role().name();
    }
    return Tuple.of(conversations, messages, senders, roles);
  }
}
