package io.parley.gateway.kafka;

import io.parley.contracts.topic.Topic;
import io.parley.gateway.config.GatewayConfig;
import io.parley.gateway.feed.RecordsMissed;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/**
 * Reads all partitions of the topics that sockets care about, from the end at the start of this
 * instance: what was before is in the database. Partitions and topics that appear later are read
 * from their beginning, and so is a topic that was emptied. When records are gone that were not
 * read here, clients are sent to the database. Goes on through outages of the broker.
 */
@ApplicationScoped
public class LogConsumer {
  private static final Logger LOG = Logger.getLogger(LogConsumer.class);
  private static final Set<String> TOPICS =
      Set.of(
          Topic.CONVERSATION_OPENED.topicName(),
          Topic.MESSAGE_SENT.topicName(),
          Topic.CONVERSATION_TAKEN.topicName(),
          Topic.CONVERSATION_FINISHED.topicName(),
          Topic.MESSAGE_DELETED.topicName(),
          Topic.NOTE_ADDED.topicName(),
          Topic.CONVERSATION_TRANSFERRED.topicName(),
          Topic.CONVERSATION_ERASED.topicName(),
          Topic.CHANNEL_CHAT_CHANGED.topicName(),
          Topic.CONVERSATION_SIGNALS.topicName());
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration LOOK_UP_TIMEOUT = Duration.ofSeconds(2);
  private static final long PAUSE_MILLIS = 1_000;
  private static final int STOP_SECONDS = 3;

  private final RecordRouter router;
  private final Event<RecordsMissed> missed;
  private final GatewayConfig.Kafka settings;
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);

  // Touched on the consumer's thread only.
  private boolean assignedBefore;
  private long lookedUpAt;

  private volatile String problem = "Not connected to the broker yet";
  private volatile Consumer<byte[], byte[]> current;

  LogConsumer(RecordRouter router, Event<RecordsMissed> missed, GatewayConfig config) {
    this.router = router;
    this.missed = missed;
    this.settings = config.kafka();
  }

  void start(@Observes StartupEvent event) {
    Thread thread = new Thread(this::run, "kafka-consumer");
    thread.setDaemon(true);
    thread.start();
  }

  /** Why no events come in; null when they do. */
  public String problem() {
    return problem;
  }

  @PreDestroy
  void stop() throws InterruptedException {
    stop.countDown();
    Consumer<byte[], byte[]> running = current;
    if (running != null) {
      running.wakeup();
    }
    if (!stopped.await(STOP_SECONDS, TimeUnit.SECONDS)) {
      LOG.warn("The consumer did not stop in time");
    }
  }

  private void run() {
    try {
      while (stop.getCount() > 0) {
        try (Consumer<byte[], byte[]> consumer = create()) {
          current = consumer;
          consume(consumer);
        } catch (WakeupException e) {
          LOG.debug("Woken up to stop", e);
        } catch (KafkaException | IllegalStateException e) {
          problem = "The consumer failed and starts again";
          LOG.warnf("The consumer failed and starts again: %s", e);
          pause();
        }
      }
    } finally {
      stopped.countDown();
    }
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

  private void consume(Consumer<byte[], byte[]> consumer) {
    lookedUpAt = System.nanoTime() - settings.metadataInterval().toNanos();
    while (stop.getCount() > 0) {
      if (System.nanoTime() - lookedUpAt >= settings.metadataInterval().toNanos()) {
        lookUp(consumer);
        lookedUpAt = System.nanoTime();
      }
      if (consumer.assignment().isEmpty()) {
        pause();
        lookedUpAt -= settings.metadataInterval().toNanos();
        continue;
      }
      ConsumerRecords<byte[], byte[]> polled = poll(consumer);
      if (!polled.isEmpty()) {
        router.route(polled);
        polled.nextOffsets().forEach((partition, next) -> positions.put(partition, next.offset()));
      }
    }
  }

  private ConsumerRecords<byte[], byte[]> poll(Consumer<byte[], byte[]> consumer) {
    try {
      return consumer.poll(POLL);
    } catch (OffsetOutOfRangeException e) {
      goOnFromStart(consumer, e.partitions());
      return ConsumerRecords.empty();
    }
  }

  /** Of partitions that were emptied, before or behind this consumer. */
  private void goOnFromStart(Consumer<byte[], byte[]> consumer, Set<TopicPartition> emptied) {
    consumer.seekToBeginning(emptied);
    boolean ofTheLog = false;
    for (TopicPartition partition : emptied) {
      long start = consumer.position(partition, LOOK_UP_TIMEOUT);
      Long unread = positions.put(partition, start);
      ofTheLog |=
          unread != null
              && unread < start
              && !partition.topic().equals(Topic.CONVERSATION_SIGNALS.topicName());
    }
    LOG.infof("%d partitions were emptied; records were missed: %s", emptied.size(), ofTheLog);
    if (ofTheLog) {
      missed.fire(new RecordsMissed());
    }
  }

  /** Asks the broker what there is; that it answers is what readiness tells. */
  private void lookUp(Consumer<byte[], byte[]> consumer) {
    try {
      Map<String, List<PartitionInfo>> topics = consumer.listTopics(LOOK_UP_TIMEOUT);
      Set<TopicPartition> all = new HashSet<>();
      topics.forEach(
          (topic, partitions) -> {
            if (TOPICS.contains(topic)) {
              partitions.forEach(one -> all.add(new TopicPartition(topic, one.partition())));
            }
          });
      if (!all.isEmpty() && !all.equals(consumer.assignment())) {
        assign(consumer, all);
      }
      problem = all.isEmpty() ? "The broker has no topics yet" : null;
    } catch (org.apache.kafka.common.errors.TimeoutException e) {
      problem = "The broker does not answer";
    }
  }

  private void assign(Consumer<byte[], byte[]> consumer, Set<TopicPartition> all) {
    Set<TopicPartition> assigned = consumer.assignment();
    List<TopicPartition> added =
        all.stream().filter(partition -> !assigned.contains(partition)).toList();
    consumer.assign(all);
    List<TopicPartition> fromEnd = new ArrayList<>();
    for (TopicPartition partition : added) {
      Long position = positions.get(partition);
      if (position != null) {
        consumer.seek(partition, position);
      } else if (assignedBefore) {
        consumer.seekToBeginning(List.of(partition));
      } else {
        fromEnd.add(partition);
      }
    }
    consumer.seekToEnd(fromEnd);
    // Positions are looked up now, so that nothing of later is taken for what was before.
    added.forEach(
        partition -> positions.put(partition, consumer.position(partition, LOOK_UP_TIMEOUT)));
    assignedBefore = true;
    LOG.infof("Reading %d partitions", all.size());
  }

  private Consumer<byte[], byte[]> create() {
    Map<String, Object> properties = new HashMap<>();
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000);
    properties.put(ConsumerConfig.RECONNECT_BACKOFF_MS_CONFIG, 100);
    properties.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 2_000);
    properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 30_000);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
