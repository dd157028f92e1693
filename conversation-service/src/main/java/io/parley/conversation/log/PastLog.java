package io.parley.conversation.log;

import io.parley.contracts.event.Person;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Appends what has happened at other times than now, for histories that are made up: by the same
 * rules, under the same locks and with the same statement as {@link BatchTransaction}, so that
 * state, counts, log and outbox are what they would be had it been sent then. Only the clock is the
 * caller's, and retries are not looked for.
 *
 * <p>Times of one conversation never go back: what is older than its last event gets that one's
 * time.
 */
@ApplicationScoped
public class PastLog {
  private static final String OPEN =
      """
      WITH k AS MATERIALIZED (
        SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])
          AS k(id, channel_id, follower_id, follower_name, at)
      ), known AS (
        INSERT INTO follower (channel_id, id, name, known_since)
        SELECT channel_id, follower_id, follower_name, at FROM k ON CONFLICT DO NOTHING
      ), opened AS (
        INSERT INTO conversation (id, channel_id, follower_id, follower_name, last_activity_at)
        SELECT id, channel_id, follower_id, follower_name, at FROM k
        ON CONFLICT DO NOTHING
        RETURNING channel_id
      )
      INSERT INTO conversation_status_count (channel_id, status, delta)
      SELECT channel_id, 'QUIET', count(*) FROM opened GROUP BY channel_id""";

  /** A follower who meets a channel for the first time, with the thread that the two will have. */
  public record NewThread(UUID conversationId, String channelId, Person follower, Instant at) {}

  /** A command, other than a deletion, and when it was given. */
  public record PastCommand(LogCommand command, Instant at) {}

  /**
   * Opens threads and then stores what the rules make of the commands, in their order, within the
   * transaction that the connection is in.
   *
   * @return how many events were appended; what the rules refuse is left out
   */
  public Uni<Integer> append(
      SqlConnection transaction, List<NewThread> threads, List<PastCommand> commands) {
    Uni<RowSet<Row>> open = transaction.preparedQuery(OPEN).execute(parameters(threads));
    Uni<RowSet<Row>> lock =
        transaction
            .preparedQuery(BatchTransaction.LOCK)
            .execute(Tuple.of(conversationIds(commands)));
    return Uni.combine()
        .all()
        .unis(open, lock)
        .asTuple()
        .flatMap(
            answers -> {
              Batch batch = new Batch(answers.getItem2(), Deletions.none());
              for (PastCommand each : commands) {
                batch.add(each.command(), null, each.at().atOffset(ZoneOffset.UTC));
              }
              int events = batch.appended().size();
              return batch.isEmpty()
                  ? Uni.createFrom().item(0)
                  : transaction
                      .preparedQuery(BatchAppend.SQL)
                      .execute(BatchAppend.parameters(batch))
                      .replaceWith(events);
            });
  }

  private static Tuple parameters(List<NewThread> threads) {
    return Tuple.of(
        column(threads, UUID[]::new, NewThread::conversationId),
        column(threads, String[]::new, NewThread::channelId),
        column(threads, String[]::new, thread -> thread.follower().id()),
        column(threads, String[]::new, thread -> thread.follower().name()),
        column(threads, OffsetDateTime[]::new, thread -> thread.at().atOffset(ZoneOffset.UTC)));
  }

  private static <T, V> V[] column(List<T> rows, IntFunction<V[]> array, Function<T, V> field) {
    return rows.stream().map(field).toArray(array);
  }

  private static UUID[] conversationIds(List<PastCommand> commands) {
    return commands.stream()
        .map(each -> each.command().conversationId())
        .distinct()
        .toArray(UUID[]::new);
  }
}
