package io.parley.rest.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.core.VertxException;
import io.vertx.sqlclient.DatabaseException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;

/** Tells a part that is down, which a later try may find up again, from a fault of our own. */
public final class Outages {
  private static final int MAX_CAUSES = 10;

  private Outages() {}

  /** Whether the failure comes from the database being away, busy or restarting. */
  public static boolean isOutage(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      if (cause instanceof DatabaseException refused) {
        return isOutage(refused.getSqlState());
      }
      if (cause instanceof SQLException refused) {
        // None at all: the pool had no connection in time.
        return refused.getSQLState() == null || isOutage(refused.getSQLState());
      }
      if (cause instanceof JsonProcessingException) {
        // By its type an IOException too.
        return false;
      }
      // A refused or broken connection, a full pool, a pool without a connection in time.
      if (cause instanceof IOException
          || cause instanceof TimeoutException
          || (isUntyped(cause) && !isOurOwnFault(cause))) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  /** Vert.x has no type for each of its failures. */
  private static boolean isUntyped(Throwable cause) {
    return cause instanceof VertxException
        || cause.getClass().getName().startsWith("io.vertx.core.impl.NoStackTrace");
  }

  /** A statement and its parameters do not fit: no later try will find them better. */
  private static boolean isOurOwnFault(Throwable cause) {
    return cause.getMessage() != null && cause.getMessage().contains("arameter");
  }

  private static boolean isOutage(String sqlState) {
    // PostgreSQL, appendix A: 08 connection, 40 rolled back for others' sake, 53 out of resources,
    // 57 stopped by an operator, 25006 read-only after a switch of primaries.
    return sqlState != null
        && (sqlState.startsWith("08")
            || sqlState.startsWith("40")
            || sqlState.startsWith("53")
            || sqlState.startsWith("57")
            || sqlState.equals("25006"));
  }
}
