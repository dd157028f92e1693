package io.parley.analytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.localstack.kafka.KafkaBroker;
import io.parley.localstack.process.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading in step, from a broker of its own: the records are no events. */
class KafkaSourceTest {
  /** More than one fetch brings. */
  private static final int MANY = 8_000;

  @TempDir static Path folder;

  private static KafkaBroker broker;

  private final AtomicLong nanos = new AtomicLong();
  private final long firstTimestamp = System.currentTimeMillis() - 2 * MANY;
  private int published;
  private KafkaProducer<byte[], byte[]> producer;
  private KafkaSource source;

  @BeforeAll
  static void startBroker() {
    List<Integer> ports = Await.freePorts(2);
    broker =
        KafkaBroker.in(folder, ports.get(0), ports.get(1), List.of("-Xmx256m", "-XX:+UseSerialGC"));
    broker.start();
  }

  @AfterAll
  static void stopBroker() {
    broker.kill();
  }

  @BeforeEach
  void atTheEndOfAllTopics() {
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    publish(100);
    source = new KafkaSource(broker.bootstrapServers(), nanos::get);
    source.assign(source.ends());
  }

  @AfterEach
  void close() {
    source.close();
    producer.close();
  }

  @Test
  void whatCameWhileTheReaderStoodStillIsReadInTheOrderOfPublishing() {
    // Given: a reader that knows itself at the end of every partition, and then stands still
    publish(100);
    take(100);
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());

    // When
    publish(MANY);
    List<Long> taken = take(MANY);

    // Then
    assertThat(taken).isSorted().doesNotHaveDuplicates().hasSize(MANY);
  }

  /** Record after record in another topic and partition, each a millisecond later. */
  private void publish(int count) {
    List<String> topics = LogTopics.NAMES.stream().sorted().toList();
    for (int i = 0; i < count; i++) {
      var unused =
          producer.send(
              new ProducerRecord<>(
                  topics.get(published % topics.size()),
                  published / topics.size() % producer.partitionsFor(topics.getFirst()).size(),
                  firstTimestamp + published,
                  null,
                  new byte[1_000]));
      published++;
    }
    producer.flush();
  }

  private List<Long> take(int count) {
    List<Long> taken = new ArrayList<>();
    while (taken.size() < count) {
      source.poll();
      source.take(500).stream().map(ConsumerRecord::timestamp).forEach(taken::add);
    }
    return taken;
  }
}
