package io.parley.analytics.query;

import io.agroal.api.AgroalDataSource;
import io.parley.analytics.ingest.Writers;
import io.parley.analytics.projection.Generation;
import io.parley.contracts.problem.ProblemCode;
import io.parley.rest.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Reads of one moment: all that an answer says was true together. */
@ApplicationScoped
class Snapshot {
  private static final String BEGIN = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";

  private final AgroalDataSource database;
  private final Writers writers;

  Snapshot(AgroalDataSource database, Writers writers) {
    this.database = database;
    this.writers = writers;
  }

  @FunctionalInterface
  interface Question<T> {
    T ask(Generation generation, Connection connection) throws SQLException;
  }

  /**
   * Asks the generation that answers now.
   *
   * @throws ProblemException {@code unavailable} while the first one is being built
   */
  <T> T ask(Question<T> question) throws SQLException {
    Generation generation =
        writers
            .serving()
            .orElseThrow(
                () ->
                    new ProblemException(
                        ProblemCode.UNAVAILABLE, "The figures are being built. Try again later."));
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute(BEGIN);
        return question.ask(generation, connection);
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }
}
