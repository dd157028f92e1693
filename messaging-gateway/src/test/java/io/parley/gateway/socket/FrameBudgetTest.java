package io.parley.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameBudgetTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private static int takeAll(FrameBudget budget, long now) {
    int taken = 0;
    while (budget.take(now)) {
      taken++;
    }
    return taken;
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 5, -5, Long.MAX_VALUE - 10, Long.MIN_VALUE})
  void aFullBucketHoldsTheBurst(long now) {
    // Given
    FrameBudget budget = new FrameBudget(1_000, 50, now);

    // When
    int taken = takeAll(budget, now);

    // Then
    assertThat(taken).isEqualTo(50);
  }

  @Test
  void tokensComeBackAtTheRate() {
    // Given
    FrameBudget budget = new FrameBudget(10, 50, 0);
    takeAll(budget, 0);

    // When
    int taken = takeAll(budget, 2 * SECOND);

    // Then
    assertThat(taken).isEqualTo(20);
  }

  @Test
  void aBucketNeverHoldsMoreThanTheBurst() {
    // Given
    FrameBudget budget = new FrameBudget(10, 50, 0);

    // When
    int taken = takeAll(budget, 1_000 * SECOND);

    // Then
    assertThat(taken).isEqualTo(50);
  }
}
