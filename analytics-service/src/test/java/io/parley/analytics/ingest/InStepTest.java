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
  void aPartitionFarAheadIsNotReadOn() {
    // Given
    for (int i = 0; i < InStep.AHEAD; i++) {
      add(ONE, i, 1);
    }
    add(TWO, 0, 1);

    // When, then
    assertThat(inStep.ahead()).containsExactly(ONE);
  }

  @Test
  void whatIsLargeIsReadOnOnlyWhereThereIsNothing() {
    // Given
    int records = 0;
    for (long bytes = 0; bytes < InStep.LARGE; bytes += 1_000_000) {
      add(ONE, records++, 1_000_000);
    }

    // When
    Set<TopicPartition> whileLarge = inStep.ahead();
    inStep.take(records - 1, Set.of(ONE), partition -> true);

    // Then
    assertThat(whileLarge).containsExactly(ONE);
    assertThat(inStep.ahead()).isEmpty();
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
