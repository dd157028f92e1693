package io.parley.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatencyTest {

  @Test
  void givesPercentilesInMilliseconds() {
    // Given
    Latency latency = new Latency();
    for (int millis = 1; millis <= 1_000; millis++) {
      latency.record(millis * 1_000_000L);
    }

    // When
    var summary = latency.summary();

    // Then
    assertThat(summary.keySet()).containsExactly("p50", "p90", "p99", "p99.9", "max");
    assertThat(summary.get("p50")).isCloseTo(500, within(1.0));
    assertThat(summary.get("p99")).isCloseTo(990, within(1.0));
    assertThat(summary.get("max")).isCloseTo(1_000, within(1.0));
  }

  @Test
  void takesAnythingWithoutFailing() {
    // Given
    Latency latency = new Latency();

    // When
    latency.record(-5);
    latency.record(Long.MAX_VALUE);

    // Then
    assertThat(latency.count()).isEqualTo(2);
    assertThat(latency.millis(0)).isZero();
  }
}
