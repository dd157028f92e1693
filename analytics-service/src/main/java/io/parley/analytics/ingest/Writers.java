package io.parley.analytics.ingest;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.parley.analytics.log.LogClient;
import io.parley.analytics.projection.Generation;
import io.parley.analytics.projection.Generations;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Keeps a writer running for each generation that there is, and knows which one answers. */
@ApplicationScoped
public class Writers {
  private static final Logger LOG = Logger.getLogger(Writers.class);

  private final Generations generations;
  private final Writer.Surroundings surroundings;
  private final Map<Generation, Writer> writers = new ConcurrentHashMap<>();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "generations");
            thread.setDaemon(true);
            return thread;
          });

  private volatile Generation serving;
  private volatile String problem = "Not started yet";

  Writers(
      Generations generations,
      AgroalDataSource database,
      IngestConfig config,
      LogClient log,
      DeadLetters deadLetters,
      IngestMetrics metrics,
      MeterRegistry registry,
      @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
    this.generations = generations;
    this.surroundings =
        new Writer.Surroundings(
            database, bootstrapServers, config, log, deadLetters, metrics, Clock.systemUTC());
    Gauge.builder("parley.analytics.behind", this, Writers::behind)
        .description("Records of Kafka that are not in the figures yet; -1 while not known")
        .register(registry);
  }

  void start(@Observes StartupEvent event) {
    var unused = watch.scheduleWithFixedDelay(this::look, 0, 500, TimeUnit.MILLISECONDS);
  }

  /** The generation that answers; empty while the first one is being built. */
  public Optional<Generation> serving() {
    return Optional.ofNullable(serving);
  }

  /** The writer of a generation; empty when it has none here. */
  public Optional<Writer> of(Generation generation) {
    return Optional.ofNullable(writers.get(generation));
  }

  /** Why figures do not follow the log; null when they do. */
  public String problem() {
    Generation answering = serving;
    if (problem != null || answering == null) {
      return problem;
    }
    return of(answering).map(Writer::problem).orElse(null);
  }

  /** Looks at once: somebody has made or replaced a generation. */
  public synchronized void look() {
    try (Connection connection = surroundings.database().getConnection()) {
      if (serving == null) {
        generations.ensure();
      }
      List<Generation> current =
          generations.list(connection).stream()
              .filter(entry -> entry.layout() == Generation.LAYOUT)
              .map(Generations.Entry::generation)
              .toList();
      serving = generations.serving(connection).orElse(null);
      writers.keySet().stream().filter(g -> !current.contains(g)).toList().forEach(this::end);
      current.stream().filter(g -> !writers.containsKey(g)).forEach(this::begin);
      problem = null;
    } catch (SQLException | RuntimeException e) {
      problem = "The database is not available";
      LOG.warnf("%s: %s", problem, e);
    }
  }

  private void begin(Generation generation) {
    Writer writer = new Writer(generation, surroundings);
    writers.put(generation, writer);
    writer.start();
  }

  /** Ends the writer of a generation that is being dropped. */
  private void end(Generation generation) {
    Writer writer = writers.remove(generation);
    if (writer != null) {
      writer.stop();
    }
  }

  private double behind() {
    Generation answering = serving;
    return answering == null ? -1 : of(answering).map(Writer::behind).orElse(-1L);
  }

  @PreDestroy
  void stop() {
    watch.shutdownNow();
    List.copyOf(writers.keySet()).forEach(this::end);
  }
}
