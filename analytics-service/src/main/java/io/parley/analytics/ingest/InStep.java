package io.parley.analytics.ingest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Lets partitions go on together, by the time at which records were published. When there is much
 * to catch up with, Kafka brings thousands of records of one topic and then thousands of the next;
 * without this, almost every event would come before one that precedes it. Order is still by seq:
 * this only keeps the waiting room small. Bounded: a partition that is far ahead is not read on,
 * and when all together are large, none that has anything here is.
 */
final class InStep {
  /** Records of one partition that may lie here before it is paused. */
  static final int AHEAD = 4_000;

  /** Bytes of all records here above which only partitions without any are read on. */
  static final long LARGE = 32L * 1024 * 1024;

  /** What a record costs in memory beside its body: headers, key, objects. */
  private static final long OVERHEAD = 1_000;

  private final Map<TopicPartition, ArrayDeque<ConsumerRecord<byte[], byte[]>>> buffers =
      new HashMap<>();
  private final Map<TopicPartition, Long> reached = new HashMap<>();
  private int size;
  private long bytes;

  void add(ConsumerRecord<byte[], byte[]> record) {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    buffers.computeIfAbsent(partition, key -> new ArrayDeque<>()).add(record);
    reached.merge(partition, record.timestamp(), Math::max);
    size++;
    bytes += bytes(record);
  }

  private static long bytes(ConsumerRecord<byte[], byte[]> record) {
    return OVERHEAD + Math.max(0, record.serializedValueSize());
  }

  int size() {
    return size;
  }

  /** Partitions that are too far ahead to be read on. */
  Set<TopicPartition> ahead() {
    int most = bytes >= LARGE ? 1 : AHEAD;
    return buffers.entrySet().stream()
        .filter(buffer -> buffer.getValue().size() >= most)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /**
   * Takes records, oldest first.
   *
   * @param assigned all partitions that are read
   * @param atEnd whether nothing more is to come of a partition for now
   */
  List<ConsumerRecord<byte[], byte[]>> take(
      int max, Set<TopicPartition> assigned, Predicate<TopicPartition> atEnd) {
    long until = Long.MAX_VALUE;
    for (TopicPartition partition : assigned) {
      ArrayDeque<?> buffer = buffers.get(partition);
      if ((buffer == null || buffer.isEmpty()) && !atEnd.test(partition)) {
        // Its next record may be as old as its last one.
        until = Math.min(until, reached.getOrDefault(partition, Long.MIN_VALUE));
      }
    }
    return take(max, until);
  }

  /** Takes records whatever else may come: partitions that cannot be read must not hold up all. */
  List<ConsumerRecord<byte[], byte[]>> takeAny(int max) {
    return take(max, Long.MAX_VALUE);
  }

  private List<ConsumerRecord<byte[], byte[]>> take(int max, long until) {
    PriorityQueue<ArrayDeque<ConsumerRecord<byte[], byte[]>>> heads =
        new PriorityQueue<>(Comparator.comparingLong(buffer -> buffer.getFirst().timestamp()));
    buffers.values().stream().filter(buffer -> !buffer.isEmpty()).forEach(heads::add);
    List<ConsumerRecord<byte[], byte[]>> taken = new ArrayList<>();
    while (taken.size() < max && !heads.isEmpty()) {
      ArrayDeque<ConsumerRecord<byte[], byte[]>> oldest = heads.poll();
      if (oldest.getFirst().timestamp() > until) {
        break;
      }
      taken.add(oldest.removeFirst());
      bytes -= bytes(taken.getLast());
      if (!oldest.isEmpty()) {
        heads.add(oldest);
      }
    }
    size -= taken.size();
    return taken;
  }
}
