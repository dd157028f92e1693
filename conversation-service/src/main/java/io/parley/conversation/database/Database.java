package io.parley.conversation.database;

import io.parley.contracts.problem.ProblemCode;
import io.parley.rest.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Statements with an answer in time. */
@ApplicationScoped
public class Database {
  private final Pool pool;
  private final Duration patience;

  Database(Pool pool, DatabaseConfig config) {
    this.pool = pool;
    this.patience = config.patience();
  }

  /** Runs one statement; {@code parameters} may hold nulls. */
  public Uni<RowSet<Row>> query(String sql, Object... parameters) {
    return query(sql, Tuple.from(parameters));
  }

  /** Runs one statement. */
  public Uni<RowSet<Row>> query(String sql, List<Object> parameters) {
    return query(sql, Tuple.from(parameters));
  }

  private Uni<RowSet<Row>> query(String sql, Tuple parameters) {
    return bounded(pool.preparedQuery(sql).execute(parameters));
  }

  /** Runs statements as one transaction, which is committed when {@code work} succeeds. */
  public <T> Uni<T> inTransaction(Function<SqlConnection, Uni<T>> work) {
    return bounded(pool.withTransaction(work));
  }

  /** The same work with an answer in time: a problem {@code unavailable} when it takes too long. */
  public <T> Uni<T> bounded(Uni<T> work) {
    return work.ifNoItem()
        .after(patience)
        .failWith(
            () ->
                new ProblemException(
                    ProblemCode.UNAVAILABLE, "The database is too slow right now."));
  }
}
