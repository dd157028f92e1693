package io.parley.analytics.rebuild;

import io.agroal.api.AgroalDataSource;
import io.parley.analytics.figure.Level;
import io.parley.analytics.figure.Micros;
import io.parley.analytics.ingest.Writer;
import io.parley.analytics.ingest.Writers;
import io.parley.analytics.log.LogUnavailableException;
import io.parley.analytics.projection.Generation;
import io.parley.analytics.projection.Generations;
import io.parley.analytics.projection.Generations.Comparison;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Watches over a build: once it has caught up it is compared with the log and with the build that
 * answers, and takes its place. All that it has to remember is in the database: after a death it
 * goes on.
 */
@ApplicationScoped
public class Rebuild {
  private static final Logger LOG = Logger.getLogger(Rebuild.class);
  private static final long LOOK_MILLIS = 500;

  private final AgroalDataSource database;
  private final Generations generations;
  private final Writers writers;
  private final Auditor auditor;
  private final RebuildConfig config;
  private final Clock clock;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "rebuild");
            thread.setDaemon(true);
            return thread;
          });

  Rebuild(
      AgroalDataSource database,
      Generations generations,
      Writers writers,
      Auditor auditor,
      RebuildConfig config,
      Clock clock) {
    this.database = database;
    this.generations = generations;
    this.writers = writers;
    this.auditor = auditor;
    this.config = config;
    this.clock = clock;
  }

  /**
   * How it stands.
   *
   * @param building the generation that is being built; null when none is
   * @param exportedEvents events read from the export so far
   * @param serving the generation that answers; null while the first one is being built
   * @param servingBehind records of Kafka that are not in its figures yet; -1 while not known
   * @param checksum of every figure until {@code checksumsUntil}, taken at the last switch
   */
  public record State(
      Integer building,
      long exportedEvents,
      boolean exported,
      Integer serving,
      boolean servingCaughtUp,
      long servingBehind,
      Long differencesFromLog,
      Long differencesFromOldBuild,
      Instant checksumsUntil,
      String checksumOfOldBuild,
      String checksum) {}

  void start(@Observes StartupEvent event) {
    var unused =
        watch.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    var unusedToo =
        watch.scheduleWithFixedDelay(
            this::audit,
            config.first().toMillis(),
            config.interval().toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Begins a build, unless there is one. */
  State begin() throws SQLException {
    generations.build();
    writers.look();
    return state();
  }

  State state() throws SQLException {
    try (Connection connection = database.getConnection()) {
      List<Generations.Entry> entries = generations.list(connection);
      Optional<Generations.Entry> building = byStatus(entries, Generations.Status.BUILDING);
      Optional<Generations.Entry> answers = byStatus(entries, Generations.Status.SERVING);
      Optional<Generation> serving = answers.map(Generations.Entry::generation);
      Optional<Comparison> comparison = answers.map(Generations.Entry::comparison);
      return new State(
          building.map(entry -> entry.generation().id()).orElse(null),
          building.map(Generations.Entry::exportedEvents).orElse(0L),
          building.map(Generations.Entry::exported).orElse(false),
          serving.map(Generation::id).orElse(null),
          serving.flatMap(writers::of).map(Writer::caughtUp).orElse(false),
          serving.flatMap(writers::of).map(Writer::behind).orElse(-1L),
          comparison.map(Comparison::differencesFromLog).orElse(null),
          comparison.map(Comparison::differencesFromOldBuild).orElse(null),
          comparison.map(Comparison::checksumsUntil).orElse(null),
          comparison.map(Comparison::checksumOfOldBuild).orElse(null),
          comparison.map(Comparison::checksum).orElse(null));
    }
  }

  /** Compares the build that answers with the log, now. */
  long auditNow() throws SQLException, LogUnavailableException {
    Optional<Generation> serving = writers.serving();
    return serving.isEmpty() ? 0 : auditor.compareWithLog(serving.get());
  }

  private static Optional<Generations.Entry> byStatus(
      List<Generations.Entry> entries, Generations.Status status) {
    return entries.stream().filter(entry -> entry.status() == status).findFirst();
  }

  private void look() {
    try {
      Optional<Generation> built = caughtUp();
      if (built.isPresent()) {
        replace(built.get());
      }
    } catch (SQLException | LogUnavailableException | RuntimeException e) {
      LOG.warnf("The build could not be looked after, and is again in a moment: %s", e);
    }
  }

  private Optional<Generation> caughtUp() throws SQLException {
    try (Connection connection = database.getConnection()) {
      return byStatus(generations.list(connection), Generations.Status.BUILDING)
          .filter(Generations.Entry::exported)
          .map(Generations.Entry::generation)
          .filter(generation -> writers.of(generation).map(Writer::caughtUp).orElse(false));
    }
  }

  private void replace(Generation built) throws SQLException, LogUnavailableException {
    Comparison comparison = compare(writers.serving(), built);
    List<Generation> replaced = generations.serve(built, comparison);
    writers.look();
    LOG.infof(
        "%s answers from now on; conversations on their way: %d, rows unlike the build before: %d,"
            + " checksums of all figures until %s: old %s, new %s",
        built.schema(),
        comparison.differencesFromLog(),
        comparison.differencesFromOldBuild(),
        comparison.checksumsUntil(),
        comparison.checksumOfOldBuild(),
        comparison.checksum());
    for (Generation each : replaced) {
      var unused =
          watch.schedule(() -> drop(each), config.keepReplaced().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** The checksums are of all but the last hour, to which what is on its way belongs. */
  private Comparison compare(Optional<Generation> old, Generation built)
      throws SQLException, LogUnavailableException {
    long fromLog = auditor.compareWithLog(built);
    long fromOld = old.isEmpty() ? 0 : auditor.compare(old.get(), built);
    long until = Level.HOUR.floor(Micros.of(clock.instant()) - Level.HOUR.micros());
    return new Comparison(
        fromLog,
        fromOld,
        Micros.toInstant(until),
        old.isPresent() ? auditor.checksum(old.get(), until) : null,
        auditor.checksum(built, until));
  }

  private void drop(Generation generation) {
    try {
      generations.drop(generation);
    } catch (SQLException e) {
      LOG.warnf("%s could not be dropped: %s", generation.schema(), e);
    }
  }

  private void audit() {
    try {
      long differences = auditNow();
      if (differences > 0) {
        LOG.infof("%d conversations are not as far as the log", differences);
      }
    } catch (SQLException | LogUnavailableException | RuntimeException e) {
      LOG.warnf("The figures could not be compared with the log: %s", e);
    }
  }

  @PreDestroy
  void stop() {
    watch.shutdownNow();
  }
}
