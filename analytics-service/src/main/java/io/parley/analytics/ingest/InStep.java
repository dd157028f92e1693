package io.parley.analytics.ingest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Lets partitions go on together, by the time at which records were published. When there is much
 * to catch up with, Kafka brings thousands of records of one topic and then thousands of the next;
 * without this, almost every event would come before one that precedes it. Order is still by seq:
 * this only keeps the waiting room small. Bounded: a partition that is far ahead is not read on,
 * and when all together are large, only the one that the others wait for is.
 */
final class InStep {
  /** Records of one partition that may lie here before it is paused. */
  static final int AHEAD = 4_000;

  /** Bytes of all records here above which only what the others wait for is read on. */
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

  /**
   * Partitions that are too far ahead to be read on.
   *
   * @param assigned all partitions that are read
   * @param atEnd whether nothing more is to come of a partition for now
   */
  Set<TopicPartition> ahead(Set<TopicPartition> assigned, Predicate<TopicPartition> atEnd) {
    boolean large = bytes >= LARGE;
    long known = large ? knownUntil(assigned, atEnd) : Long.MAX_VALUE;
    Set<TopicPartition> ahead = new HashSet<>();
    buffers.forEach(
        (partition, buffer) -> {
          boolean waitedFor = !atEnd.test(partition) && reached(partition) == known;
          if (buffer.size() >= AHEAD || (large && !buffer.isEmpty() && !waitedFor)) {
            ahead.add(partition);
          }
        });
    return ahead;
  }

  /**
   * Takes records, oldest first, and all of a millisecond or none: nothing in the time tells which
   * of them comes first.
   *
   * @param max about how many; the last millisecond may bring more
   * @param assigned all partitions that are read
   * @param atEnd whether nothing more is to come of a partition for now
   */
  List<ConsumerRecord<byte[], byte[]>> take(
      int max, Set<TopicPartition> assigned, Predicate<TopicPartition> atEnd) {
    return take(max, knownUntil(assigned, atEnd));
  }

  /** Takes records whatever else may come: partitions that cannot be read must not hold up all. */
  List<ConsumerRecord<byte[], byte[]>> takeAny(int max) {
    return take(max, Long.MAX_VALUE);
  }

  /** Of what was published before this all is here: what still comes is as old or younger. */
  private long knownUntil(Set<TopicPartition> assigned, Predicate<TopicPartition> atEnd) {
    return assigned.stream()
        .filter(atEnd.negate())
        .mapToLong(this::reached)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private long reached(TopicPartition partition) {
    return reached.getOrDefault(partition, Long.MIN_VALUE);
  }

  private List<ConsumerRecord<byte[], byte[]>> take(int max, long until) {
    PriorityQueue<ArrayDeque<ConsumerRecord<byte[], byte[]>>> heads =
        new PriorityQueue<>(Comparator.comparingLong(buffer -> buffer.getFirst().timestamp()));
    buffers.values().stream().filter(buffer -> !buffer.isEmpty()).forEach(heads::add);
    List<ConsumerRecord<byte[], byte[]>> taken = new ArrayList<>();
    while (!heads.isEmpty()) {
      ArrayDeque<ConsumerRecord<byte[], byte[]>> oldest = heads.poll();
      long timestamp = oldest.getFirst().timestamp();
      boolean enough = taken.size() >= max && timestamp > taken.getLast().timestamp();
      if (timestamp >= until || enough) {
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
