package io.parley.gateway.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AdaptiveBatcherTest {
  private final List<List<Integer>> batches = new ArrayList<>();
  private final List<CompletableFuture<List<String>>> calls = new ArrayList<>();
  private final List<String> answers = new ArrayList<>();
  private final List<Integer> sizes = new ArrayList<>();
  private final List<Runnable> timers = new ArrayList<>();

  private AdaptiveBatcher<Integer, String> batcher(int maxBatch, int maxWaiting, int inFlight) {
    return batcher(maxBatch, maxWaiting, inFlight, AdaptiveBatcher.Pace.NONE);
  }

  private AdaptiveBatcher<Integer, String> batcher(
      int maxBatch, int maxWaiting, int inFlight, AdaptiveBatcher.Pace pace) {
    return new AdaptiveBatcher<>(
        maxBatch,
        maxWaiting,
        inFlight,
        pace,
        batch -> {
          batches.add(batch);
          calls.add(new CompletableFuture<>());
          return calls.getLast();
        },
        sizes::add);
  }

  private boolean offer(AdaptiveBatcher<Integer, String> batcher, int request) {
    return batcher.offer(
        request,
        (answer, failure) ->
            answers.add(answer == null ? request + " failed: " + failure.getMessage() : answer));
  }

  @Test
  void aLoneRequestLeavesAtOnce() {
    // Given
    AdaptiveBatcher<Integer, String> batcher = batcher(10, 10, 1);

    // When
    offer(batcher, 1);

    // Then
    assertThat(batches).containsExactly(List.of(1));
  }

  @Test
  void whatWaitsDuringACallIsTheNextBatch() {
    // Given
    AdaptiveBatcher<Integer, String> batcher = batcher(3, 10, 1);
    for (int i = 1; i <= 5; i++) {
      offer(batcher, i);
    }

    // When
    calls.get(0).complete(List.of("one"));

    // Then
    assertThat(batches).containsExactly(List.of(1), List.of(2, 3, 4));
    assertThat(answers).containsExactly("one");
    assertThat(sizes).containsExactly(1, 3);
    assertThat(batcher.unanswered()).isEqualTo(4);
  }

  @Test
  void twoCallsMayBeInFlight() {
    // Given
    AdaptiveBatcher<Integer, String> batcher = batcher(3, 10, 2);

    // When
    offer(batcher, 1);
    offer(batcher, 2);
    offer(batcher, 3);

    // Then
    assertThat(batches).containsExactly(List.of(1), List.of(2));
  }

  @Test
  void oneTooManyIsNotTaken() {
    // Given
    AdaptiveBatcher<Integer, String> batcher = batcher(1, 2, 1);
    offer(batcher, 1);
    offer(batcher, 2);
    offer(batcher, 3);

    // When
    boolean taken = offer(batcher, 4);

    // Then
    assertThat(taken).isFalse();
    assertThat(batcher.unanswered()).isEqualTo(3);
  }

  @Test
  void aFailedCallFailsItsRequestsOnlyAndTheNextOneLeaves() {
    // Given
    AdaptiveBatcher<Integer, String> batcher = batcher(10, 10, 1);
    offer(batcher, 1);
    offer(batcher, 2);

    // When
    calls.get(0).completeExceptionally(new IllegalStateException("down"));
    calls.get(1).complete(List.of("two"));

    // Then
    assertThat(answers).containsExactly("1 failed: down", "two");
    assertThat(batcher.unanswered()).isZero();
  }

  @Test
  void tooFewAnswersAreAFailureOfAll() {
    // Given
    AdaptiveBatcher<Integer, String> batcher = batcher(10, 10, 1);
    offer(batcher, 1);

    // When
    calls.get(0).complete(List.of());

    // Then
    assertThat(answers).containsExactly("1 failed: Asked for 1 answers, got 0");
  }

  @Test
  void aCallThatWouldComeTooSoonWaitsForTheTimer() {
    // Given
    AdaptiveBatcher<Integer, String> batcher = batcher(10, 10, 1, hourly());
    offer(batcher, 1);
    calls.get(0).complete(List.of("one"));
    offer(batcher, 2);
    offer(batcher, 3);
    List<List<Integer>> before = List.copyOf(batches);

    // When
    timers.forEach(Runnable::run);

    // Then
    assertThat(timers).hasSize(1);
    assertThat(before).containsExactly(List.of(1));
    assertThat(batches).containsExactly(List.of(1), List.of(2, 3));
  }

  @Test
  void aFullBatchWaitsForNoTimer() {
    // Given
    AdaptiveBatcher<Integer, String> batcher = batcher(2, 10, 1, hourly());
    offer(batcher, 1);
    calls.get(0).complete(List.of("one"));
    offer(batcher, 2);

    // When
    offer(batcher, 3);

    // Then
    assertThat(batches).containsExactly(List.of(1), List.of(2, 3));
  }

  @Test
  void aTimerThatComesWhileACallIsInFlightStartsNothing() {
    // Given
    AdaptiveBatcher<Integer, String> batcher = batcher(2, 10, 1, hourly());
    offer(batcher, 1);
    calls.get(0).complete(List.of("one"));
    offer(batcher, 2);
    offer(batcher, 3);
    offer(batcher, 4);

    // When
    timers.forEach(Runnable::run);

    // Then
    assertThat(batches).containsExactly(List.of(1), List.of(2, 3));
  }

  private AdaptiveBatcher.Pace hourly() {
    return new AdaptiveBatcher.Pace(Duration.ofHours(1), (delay, task) -> timers.add(task));
  }

  @Test
  void aCallThatThrowsIsAFailure() {
    // Given
    AdaptiveBatcher<Integer, String> batcher =
        new AdaptiveBatcher<>(
            1,
            1,
            1,
            AdaptiveBatcher.Pace.NONE,
            batch -> {
              throw new IllegalStateException("thrown");
            },
            sizes::add);

    // When
    offer(batcher, 1);

    // Then
    assertThat(answers).containsExactly("1 failed: thrown");
  }

  @Test
  void aCallbackThatThrowsDoesNotKeepTheOthersFromTheirAnswers() {
    // Given
    AdaptiveBatcher<Integer, String> batcher = batcher(10, 10, 1);
    offer(batcher, 0);
    batcher.offer(
        1,
        (answer, failure) -> {
          throw new IllegalStateException("thrown");
        });
    offer(batcher, 2);
    calls.get(0).complete(List.of("zero"));

    // When
    calls.get(1).complete(List.of("one", "two"));

    // Then
    assertThat(answers).containsExactly("zero", "two");
    assertThat(batcher.unanswered()).isZero();
  }
}
