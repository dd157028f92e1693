package io.parley.analytics.rebuild;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.parley.analytics.figure.Level;
import io.parley.analytics.figure.Micros;
import io.parley.analytics.ingest.Writer;
import io.parley.analytics.ingest.Writers;
import io.parley.analytics.log.LogClient;
import io.parley.analytics.log.LogUnavailableException;
import io.parley.analytics.projection.FigureChecksum;
import io.parley.analytics.projection.Generation;
import io.parley.contracts.command.LogExport;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Compares figures with the log, and builds with each other. What is behind the log is fetched; a
 * difference that stays is a fault, and shows in the metrics.
 */
@Startup
@ApplicationScoped
class Auditor {
  private static final Logger LOG = Logger.getLogger(Auditor.class);
  private static final String SEQS = "SELECT id, seq FROM {}.conversation WHERE id = ANY(?)";

  private final AgroalDataSource database;
  private final LogClient log;
  private final Writers writers;
  private final Clock clock;
  private final AtomicLong fromLog = new AtomicLong();
  private final AtomicLong betweenBuilds = new AtomicLong();

  Auditor(
      AgroalDataSource database,
      LogClient log,
      Writers writers,
      Clock clock,
      MeterRegistry registry) {
    this.database = database;
    this.log = log;
    this.writers = writers;
    this.clock = clock;
    Gauge.builder("parley.analytics.audit.differences", fromLog, AtomicLong::get)
        .tag("between", "log")
        .description("Conversations that were not as far as the log when last compared")
        .register(registry);
    Gauge.builder("parley.analytics.audit.differences", betweenBuilds, AtomicLong::get)
        .tag("between", "builds")
        .description("Rows in which two builds of the figures differed when last compared")
        .register(registry);
  }

  /**
   * Compares a build with the log, conversation by conversation, and has fetched what it lacks.
   * What was stored in this moment and is on its way counts too.
   *
   * @return how many conversations are not as far as the log, or further
   */
  long compareWithLog(Generation generation) throws SQLException, LogUnavailableException {
    long differences = 0;
    String cursor = null;
    do {
      LogExport.Heads page = log.heads(cursor);
      Map<UUID, Long> seqs = seqs(generation, page.heads());
      for (LogExport.Head head : page.heads()) {
        UUID id = UUID.fromString(head.conversationId());
        long seq = seqs.getOrDefault(id, 0L);
        if (seq < head.lastSeq()) {
          differences++;
          fetch(generation, new LogClient.Range(id, seq));
        }
      }
      cursor = page.next();
    } while (cursor != null);
    fromLog.set(differences);
    return differences;
  }

  /** Compares two builds; what differs is logged by table. */
  long compare(Generation one, Generation other) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
        long hourAgo = Micros.of(clock.instant()) - Level.HOUR.micros();
        Map<String, Long> differences =
            new Comparison(one, other).differences(connection, Level.QUARTER.floor(hourAgo));
        long sum = differences.values().stream().mapToLong(Long::longValue).sum();
        betweenBuilds.set(sum);
        if (sum > 0) {
          LOG.errorf("%s and %s differ: %s", one.schema(), other.schema(), differences);
        }
        return sum;
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }

  /** The checksum of every figure of a build until then. */
  String checksum(Generation generation, long until) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
        return FigureChecksum.of(generation, connection, until);
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }

  private void fetch(Generation generation, LogClient.Range range) {
    Writer writer = writers.of(generation).orElse(null);
    if (writer != null && !writer.fetch(range)) {
      LOG.debug("More is missing than fits at once; the next audit finds the rest");
    }
  }

  private Map<UUID, Long> seqs(Generation generation, List<LogExport.Head> heads)
      throws SQLException {
    Map<UUID, Long> seqs = new HashMap<>();
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(generation.sql(SEQS))) {
      statement.setArray(
          1,
          connection.createArrayOf(
              "uuid",
              heads.stream().map(head -> UUID.fromString(head.conversationId())).toArray()));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          seqs.put(row.getObject(1, UUID.class), row.getLong(2));
        }
      }
    }
    return seqs;
  }
}
