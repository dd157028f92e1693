package io.parley.analytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class InStepTest {
  private static final TopicPartition ONE = new TopicPartition("one", 0);
  private static final TopicPartition TWO = new TopicPartition("two", 0);

  private final InStep inStep = new InStep();
  private long offset;

  @Test
  void theOldestComeFirstWhateverTheirTopic() {
    // Given
    add(ONE, 10, 1);
    add(ONE, 30, 1);
    add(TWO, 20, 1);

    // When
    List<ConsumerRecord<byte[], byte[]>> taken =
        inStep.take(10, Set.of(ONE, TWO), partition -> true);

    // Then
    assertThat(taken).extracting(ConsumerRecord::timestamp).containsExactly(10L, 20L, 30L);
    assertThat(inStep.size()).isZero();
  }

  @Test
  void nothingOvertakesAPartitionThatIsStillToBeRead() {
    // Given
    add(TWO, 15, 1);
    inStep.take(10, Set.of(TWO), partition -> true);
    add(ONE, 10, 1);
    add(ONE, 30, 1);

    // When
    List<ConsumerRecord<byte[], byte[]>> taken =
        inStep.take(10, Set.of(ONE, TWO), partition -> !partition.equals(TWO));

    // Then
    assertThat(taken).extracting(ConsumerRecord::timestamp).containsExactly(10L);
  }

  @Test
  void whereMoreIsToComeTheLastThatIsHereHoldsUpTheOthers() {
    // Given
    add(ONE, 10, 1);
    add(ONE, 20, 1);
    add(ONE, 30, 1);
    add(TWO, 15, 1);
    add(TWO, 20, 1);

    // When
    List<ConsumerRecord<byte[], byte[]>> first =
        inStep.take(10, Set.of(ONE, TWO), partition -> !partition.equals(TWO));
    add(TWO, 20, 1);
    List<ConsumerRecord<byte[], byte[]>> then =
        inStep.take(10, Set.of(ONE, TWO), partition -> true);

    // Then
    assertThat(first).extracting(ConsumerRecord::timestamp).containsExactly(10L, 15L);
    assertThat(then).extracting(ConsumerRecord::timestamp).containsExactly(20L, 20L, 20L, 30L);
  }

  @Test
  void aMillisecondIsTakenWhole() {
    // Given
    add(ONE, 10, 1);
    add(ONE, 10, 1);
    add(TWO, 10, 1);
    add(TWO, 11, 1);

    // When
    List<ConsumerRecord<byte[], byte[]>> taken =
        inStep.take(1, Set.of(ONE, TWO), partition -> true);

    // Then
    assertThat(taken).extracting(ConsumerRecord::timestamp).containsExactly(10L, 10L, 10L);
  }

  @Test
  void aPartitionFarAheadIsNotReadOn() {
    // Given
    for (int i = 0; i < InStep.AHEAD; i++) {
      add(ONE, i, 1);
    }
    add(TWO, 0, 1);

    // When, then
    assertThat(inStep.ahead(Set.of(ONE, TWO), partition -> false)).containsExactly(ONE);
  }

  @Test
  void whatIsLargeIsReadOnOnlyWhereTheOthersWaitForIt() {
    // Given
    int records = 0;
    add(TWO, 0, 1);
    for (long bytes = 0; bytes < InStep.LARGE; bytes += 1_000_000) {
      add(ONE, ++records, 1_000_000);
    }

    // When
    Set<TopicPartition> whileLarge = inStep.ahead(Set.of(ONE, TWO), partition -> false);
    Set<TopicPartition> atTheEnd = inStep.ahead(Set.of(ONE, TWO), partition -> true);
    inStep.take(records, Set.of(ONE, TWO), partition -> true);

    // Then
    assertThat(whileLarge).containsExactly(ONE);
    assertThat(atTheEnd).containsExactlyInAnyOrder(ONE, TWO);
    assertThat(inStep.ahead(Set.of(ONE, TWO), partition -> false)).isEmpty();
  }

  private void add(TopicPartition partition, long timestamp, int bytes) {
    inStep.add(
        new ConsumerRecord<>(
            partition.topic(),
            partition.partition(),
            offset++,
            timestamp,
            TimestampType.CREATE_TIME,
            0,
            bytes,
            new byte[0],
            new byte[0],
            new RecordHeaders(),
            Optional.empty()));
  }
}
