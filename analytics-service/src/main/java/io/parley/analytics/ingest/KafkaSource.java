package io.parley.analytics.ingest;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** All partitions of the log's topics, read in step. For one thread. */
final class KafkaSource implements AutoCloseable {
  private static final Duration LOOK_UP_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final long LOOK_UP_NANOS = Duration.ofSeconds(30).toNanos();
  private static final long STALLED_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long ENDS_NANOS = Duration.ofSeconds(1).toNanos();

  private final Consumer<byte[], byte[]> consumer;
  private final InStep inStep = new InStep();
  private final LongSupplier nanoTime;
  private Map<TopicPartition, Long> ends = Map.of();
  private long endsAt;
  private long lookedUpAt;
  private OptionalLong waitingSince = OptionalLong.empty();

  KafkaSource(String bootstrapServers) {
    this(bootstrapServers, System::nanoTime);
  }

  KafkaSource(String bootstrapServers, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.endsAt = nanoTime.getAsLong() - ENDS_NANOS;
    Map<String, Object> settings = new HashMap<>();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // A position that Kafka has no more: what is missing is fetched from the log.
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    // Few large answers instead of many small ones; figures may be a tenth of a second behind.
    settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 65_536);
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    // What has been fetched and not been polled yet lies in memory for each partition.
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 262_144);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4_194_304);
    settings.put(ConsumerConfig.RECONNECT_BACKOFF_MS_CONFIG, 100);
    settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 2_000);
    consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Looks up what there is and reads each partition from where it was left, or from its start. */
  void assign(Map<TopicPartition, Long> positions) {
    Set<TopicPartition> all = lookUp();
    Set<TopicPartition> before = consumer.assignment();
    if (all.equals(before)) {
      return;
    }
    consumer.assign(all);
    for (TopicPartition partition : all) {
      if (!before.contains(partition)) {
        Long position = positions.get(partition);
        if (position == null) {
          consumer.seekToBeginning(List.of(partition));
        } else {
          consumer.seek(partition, position);
        }
      }
    }
  }

  /** The ends of all partitions: what is published from now on comes after them. */
  Map<TopicPartition, Long> ends() {
    return consumer.endOffsets(lookUp(), LOOK_UP_TIMEOUT);
  }

  boolean lookUpIsDue() {
    return nanoTime.getAsLong() - lookedUpAt > LOOK_UP_NANOS;
  }

  private Set<TopicPartition> lookUp() {
    Set<TopicPartition> all = new HashSet<>();
    consumer
        .listTopics(LOOK_UP_TIMEOUT)
        .forEach(
            (topic, partitions) -> {
              if (LogTopics.NAMES.contains(topic)) {
                partitions.forEach(one -> all.add(new TopicPartition(topic, one.partition())));
              }
            });
    lookedUpAt = nanoTime.getAsLong();
    return all;
  }

  /** Reads what has come, waiting a moment for it. */
  void poll() {
    Set<TopicPartition> ahead = inStep.ahead(consumer.assignment(), this::atEnd);
    consumer.resume(consumer.paused().stream().filter(p -> !ahead.contains(p)).toList());
    consumer.pause(ahead);
    consumer.poll(POLL).forEach(inStep::add);
  }

  /** How much has been read and not been taken yet. */
  int buffered() {
    return inStep.size();
  }

  List<ConsumerRecord<byte[], byte[]>> take(int max) {
    askForEnds();
    List<ConsumerRecord<byte[], byte[]>> taken =
        inStep.take(max, consumer.assignment(), this::atEnd);
    long now = nanoTime.getAsLong();
    if (!taken.isEmpty() || inStep.size() == 0) {
      waitingSince = OptionalLong.empty();
    } else if (waitingSince.isEmpty()) {
      waitingSince = OptionalLong.of(now);
    } else if (now - waitingSince.getAsLong() > STALLED_NANOS) {
      return inStep.takeAny(max);
    }
    return taken;
  }

  /**
   * The lag of a partition is that of its last fetch: after a pause of this process, or behind a
   * slow broker, a partition of which nothing lies here is "at its end" and has minutes to bring.
   */
  private void askForEnds() {
    if (inStep.size() > 0 && nanoTime.getAsLong() - endsAt >= ENDS_NANOS) {
      ends = consumer.endOffsets(consumer.assignment(), LOOK_UP_TIMEOUT);
      endsAt = nanoTime.getAsLong();
    }
  }

  private boolean atEnd(TopicPartition partition) {
    return lag(partition) == 0 && consumer.position(partition) >= ends.getOrDefault(partition, 0L);
  }

  /** Records that were not taken yet; -1 while that is not known of every partition. */
  long behind() {
    long behind = inStep.size();
    for (TopicPartition partition : consumer.assignment()) {
      long lag = lag(partition);
      if (lag < 0) {
        return -1;
      }
      behind += lag;
    }
    return consumer.assignment().isEmpty() ? -1 : behind;
  }

  private long lag(TopicPartition partition) {
    return consumer.currentLag(partition).orElse(-1);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
