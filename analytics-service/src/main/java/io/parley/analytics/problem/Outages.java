package io.parley.analytics.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
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
      if (cause instanceof SQLException refused) {
        return isOutage(refused.getSQLState());
      }
      if (cause instanceof JsonProcessingException) {
        // By its type an IOException too.
        return false;
      }
      if (cause instanceof IOException || cause instanceof TimeoutException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  private static boolean isOutage(String sqlState) {
    // PostgreSQL, appendix A: 08 connection, 40 rolled back for others' sake, 53 out of resources,
    // 57 stopped by an operator; none at all: the pool had no connection in time.
    return sqlState == null
        || sqlState.startsWith("08")
        || sqlState.startsWith("40")
        || sqlState.startsWith("53")
        || sqlState.startsWith("57");
  }
}
