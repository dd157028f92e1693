package io.parley.contracts.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bucket4j.TimeMeter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimiterTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final AtomicLong now = new AtomicLong();

  private RateLimiter limiter(RateLimit limit, Rate rate, int room) {
    return new RateLimiter(
        limit,
        rate,
        room,
        new TimeMeter() {
          @Override
          public long currentTimeNanos() {
            return now.get();
          }

          @Override
          public boolean isWallClockBased() {
            return false;
          }
        });
  }

  private static long allowed(RateLimiter limiter, String caller, int times) {
    return IntStream.range(0, times).filter(i -> limiter.allows(caller)).count();
  }

  @Test
  void eachCallerHasABucketOfItsOwn() {
    // Given
    RateLimiter limiter = limiter(RateLimit.REQUESTS_OF_IDENTITY, new Rate(5, 10), 100);

    // When
    long first = allowed(limiter, "a", 25);
    long second = allowed(limiter, "b", 7);
    now.addAndGet(SECOND);
    long later = allowed(limiter, "a", 25);

    // Then
    assertThat(first).isEqualTo(10);
    assertThat(second).isEqualTo(7);
    assertThat(later).isEqualTo(5);
    assertThat(limiter.refused()).isEqualTo(15 + 20);
    assertThat(limiter.callers()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"REQUESTS_OF_ADDRESS, true", "UPLOADS_OF_IDENTITY, false"})
  void whoFindsNoRoomIsLetThroughOrRefusedAsTheTableSays(RateLimit limit, boolean allowed) {
    // Given: two who are not at rest
    RateLimiter limiter = limiter(limit, new Rate(1, 10), 2);
    limiter.allows("a");
    limiter.allows("b");

    // When
    boolean third = limiter.allows("c");

    // Then
    assertThat(third).isEqualTo(allowed);
    assertThat(limiter.callers()).isEqualTo(2);
    assertThat(limiter.refused()).isEqualTo(allowed ? 0 : 1);
    assertThat(limiter.allows("a")).isTrue();
  }

  @Test
  void whoRestsGivesRoom() {
    // Given
    RateLimiter limiter = limiter(RateLimit.UPLOADS_OF_IDENTITY, new Rate(1, 10), 2);
    limiter.allows("a");
    allowed(limiter, "b", 5);
    now.addAndGet(2 * SECOND);

    // When
    boolean third = limiter.allows("c");

    // Then
    assertThat(third).isTrue();
    assertThat(limiter.callers()).isEqualTo(2);
    assertThat(allowed(limiter, "b", 20)).isEqualTo(7);
  }

  @Test
  void instancesShareARate() {
    // When
    Rate share = new Rate(100, 5_000).share(3);

    // Then
    assertThat(share).isEqualTo(new Rate(34, 1_667));
    assertThat(new Rate(1, 1).share(8)).isEqualTo(new Rate(1, 1));
  }

  @Test
  void aRateIsReadAsItIsWritten() {
    // When, Then
    for (RateLimit limit : RateLimit.values()) {
      assertThat(Rate.valueOf(limit.rate().toString())).isEqualTo(limit.rate());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "5/s", "0/s, 5 at once", "5/m, 5 at once", "-1/s, 1 at once"})
  void whatIsNotARateIsRefused(String text) {
    // When, Then
    assertThatThrownBy(() -> Rate.valueOf(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a rate: write it as");
  }
}
