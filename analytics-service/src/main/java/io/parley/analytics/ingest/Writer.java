package io.parley.analytics.ingest;

import io.agroal.api.AgroalDataSource;
import io.parley.analytics.figure.Micros;
import io.parley.analytics.log.LogClient;
import io.parley.analytics.log.LogUnavailableException;
import io.parley.analytics.projection.Generation;
import io.parley.analytics.projection.Generations;
import io.parley.analytics.projection.Positions;
import io.parley.analytics.projection.Projection;
import io.parley.analytics.projection.Roller;
import io.parley.contracts.command.LogExport;
import io.parley.contracts.command.ReplayBatch;
import io.parley.contracts.event.ConversationEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * The one writer of a generation, a thread: reads the export if the generation needs it, then what
 * Kafka brings, fills holes from the log, and rolls up closed periods. Whatever fails, it starts
 * again from what is committed. Of several instances of this service one writes and the others
 * stand by.
 */
public final class Writer {
  private static final Logger LOG = Logger.getLogger(Writer.class);
  private static final long PAUSE_MILLIS = 1_000;
  private static final int STOP_SECONDS = 5;
  private static final long CARE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int ROLL_AT_ONCE = 50;
  private static final int MISSING = 10_000;

  /** What a writer needs from its surroundings. */
  public record Surroundings(
      AgroalDataSource database,
      String bootstrapServers,
      IngestConfig config,
      LogClient log,
      DeadLetters deadLetters,
      IngestMetrics metrics,
      Clock clock) {}

  private final Generation generation;
  private final Surroundings with;
  private final Projection projection;
  private final Positions positions;
  private final Roller roller;
  private final RecordReader reader;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final BlockingQueue<LogClient.Range> missing = new ArrayBlockingQueue<>(MISSING);

  private volatile String problem = "Not started yet";
  private volatile boolean caughtUp;
  private volatile long behind = -1;

  Writer(Generation generation, Surroundings with) {
    this.generation = generation;
    this.with = with;
    this.projection = new Projection(generation);
    this.positions = new Positions(generation);
    this.roller = new Roller(generation);
    this.reader = new RecordReader(with.config().maxBytes());
  }

  void start() {
    Thread thread = new Thread(this::run, "writer-" + generation.schema());
    thread.setDaemon(true);
    thread.start();
  }

  public Generation generation() {
    return generation;
  }

  /** Why no events come in; null when they do. */
  public String problem() {
    return problem;
  }

  /** Whether everything that there was is in the figures and rolled up. */
  public boolean caughtUp() {
    return caughtUp;
  }

  /** Records of Kafka that are not in the figures yet; -1 while that is not known. */
  public long behind() {
    return behind;
  }

  /** Events that Kafka never brought, to be fetched from the log; false when too many wait. */
  public boolean fetch(LogClient.Range range) {
    return missing.offer(range);
  }

  void stop() {
    stop.countDown();
    try {
      if (!stopped.await(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.warnf("The writer of %s did not stop in time", generation.schema());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean running() {
    return stop.getCount() > 0;
  }

  private void run() {
    try {
      while (running()) {
        try (Connection connection = with.database().getConnection()) {
          if (Generations.lock(connection, generation)) {
            try {
              write(connection);
            } finally {
              Generations.unlock(connection);
            }
          } else {
            standBy();
          }
        } catch (SQLException | KafkaException | IllegalStateException e) {
          failed("Starts again after a failure", e);
        } catch (LogUnavailableException e) {
          failed("The log is not available", e);
        }
      }
    } finally {
      stopped.countDown();
    }
  }

  /** Another instance writes: how far it is, only it knows. */
  private void standBy() {
    problem = null;
    caughtUp = false;
    behind = -1;
    // What this instance's audits find, those of the writing one find too.
    missing.clear();
    pause();
  }

  private void failed(String what, Exception e) {
    problem = what + ": " + e.getMessage();
    LOG.warnf("%s: %s: %s", generation.schema(), what, e);
    pause();
  }

  private void pause() {
    try {
      if (stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.debug("Stopped while pausing");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(Connection connection) throws SQLException, LogUnavailableException {
    try (KafkaSource source = new KafkaSource(with.bootstrapServers())) {
      Export export = new Export(connection);
      if (export.isNeeded()) {
        export.run(source);
      }
      if (running()) {
        source.assign(positions.load(connection));
        follow(connection, source);
      }
    }
  }

  private void follow(Connection connection, KafkaSource source)
      throws SQLException, LogUnavailableException {
    long appliedAt = System.nanoTime();
    long caredAt = appliedAt - CARE_NANOS;
    while (running()) {
      if (source.lookUpIsDue()) {
        source.assign(positions.load(connection));
      }
      source.poll();
      problem = null;
      long now = System.nanoTime();
      boolean enough = source.buffered() >= with.config().batch();
      if (enough || now - appliedAt >= with.config().interval().toNanos()) {
        List<ConsumerRecord<byte[], byte[]>> records = source.take(with.config().batch());
        if (!records.isEmpty()) {
          apply(connection, records);
        }
        appliedAt = now;
        behind = source.behind();
      }
      // Adding up while there is much to read would be for periods that change again at once.
      boolean idle = source.buffered() == 0 && behind < with.config().batch();
      if (now - caredAt >= CARE_NANOS || projectionIsFull(connection)) {
        care(connection, idle);
        caredAt = System.nanoTime();
      }
    }
  }

  private boolean projectionIsFull(Connection connection) throws SQLException {
    return projection.waiting(connection) > with.config().waitingLimit();
  }

  /** What is not urgent: holes, closed periods. */
  private void care(Connection connection, boolean idle)
      throws SQLException, LogUnavailableException {
    boolean whole = fillHoles(connection) && fetchMissing(connection);
    boolean rolled = idle && roll(connection);
    caughtUp = behind == 0 && whole && rolled;
  }

  private boolean roll(Connection connection) throws SQLException {
    long until = System.nanoTime() + with.config().interval().toNanos() * 3;
    int rolled;
    do {
      rolled = roller.roll(connection, now(), ROLL_AT_ONCE);
    } while (rolled == ROLL_AT_ONCE && running() && System.nanoTime() < until);
    return rolled < ROLL_AT_ONCE;
  }

  private void apply(Connection connection, List<ConsumerRecord<byte[], byte[]>> records)
      throws SQLException {
    List<ConversationEvent> events = new ArrayList<>(records.size());
    Map<TopicPartition, Long> next = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> each : records) {
      try {
        events.add(reader.read(each));
      } catch (RecordReader.PoisonException e) {
        with.metrics().unreadable(each.topic());
        with.deadLetters().put(each, e.getMessage());
      }
      next.merge(new TopicPartition(each.topic(), each.partition()), each.offset() + 1, Math::max);
    }
    apply(connection, events, more -> positions.store(more, next));
  }

  private void apply(Connection connection, List<ConversationEvent> events, Projection.More more)
      throws SQLException {
    with.metrics().applied(projection.apply(connection, events, now(), more));
  }

  /** Returns whether no event waits any longer than it may. */
  private boolean fillHoles(Connection connection) throws SQLException, LogUnavailableException {
    long patience =
        projectionIsFull(connection) ? 0 : with.config().holePatience().toNanos() / 1_000;
    List<Projection.Hole> holes =
        projection.holes(connection, now() - patience, ReplayBatch.MAX_SIZE);
    fetch(
        connection,
        holes.stream()
            .map(hole -> new LogClient.Range(hole.conversationId(), hole.after()))
            .toList());
    return projection.waiting(connection) == 0;
  }

  private boolean fetchMissing(Connection connection) throws SQLException, LogUnavailableException {
    List<LogClient.Range> ranges = new ArrayList<>();
    long until = System.nanoTime() + with.config().interval().toNanos() * 5;
    do {
      ranges.clear();
      missing.drainTo(ranges, ReplayBatch.MAX_SIZE);
      fetch(connection, ranges);
    } while (!ranges.isEmpty() && running() && System.nanoTime() < until);
    return missing.isEmpty();
  }

  private void fetch(Connection connection, List<LogClient.Range> ranges)
      throws SQLException, LogUnavailableException {
    if (!ranges.isEmpty()) {
      List<ConversationEvent> events = with.log().events(ranges);
      with.metrics().fetched(events.size());
      apply(connection, events, more -> {});
    }
  }

  private long now() {
    return Micros.of(with.clock().instant());
  }

  /** Reads the log from where this generation's export was left. */
  private final class Export {
    private final Connection connection;

    Export(Connection connection) {
      this.connection = connection;
    }

    boolean isNeeded() throws SQLException {
      return entry().map(entry -> !entry.exported()).orElse(false);
    }

    private java.util.Optional<Generations.Entry> entry() throws SQLException {
      return Generations.find(connection, generation);
    }

    void run(KafkaSource source) throws SQLException, LogUnavailableException {
      if (positions.load(connection).isEmpty()) {
        // Before the first page: what the pages miss because it is stored meanwhile comes from
        // here.
        positions.store(connection, source.ends());
      }
      String cursor = entry().orElseThrow().exportCursor();
      boolean all = false;
      while (!all && running()) {
        LogExport.Page page = with.log().export(cursor);
        String next = page.next();
        boolean last = next == null;
        apply(
            connection,
            page.events(),
            more -> Generations.exported(more, generation, next, page.events().size(), last));
        problem = null;
        cursor = next;
        all = last;
      }
    }
  }
}
