package io.parley.contracts.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InstancesTest {
  private static final URI A = URI.create("http://a:1");
  private static final URI B = URI.create("http://b:2");
  private static final Duration WHILE = Duration.ofSeconds(5);

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 10);
  private final Instances instances = new Instances(List.of(A, B), WHILE, now::get);

  @Test
  void theyTakeTurns() {
    // When
    List<URI> asked = nextFour();

    // Then
    assertThat(asked).containsExactly(A, B, A, B);
  }

  @Test
  void oneThatClosesItsConnectionsIsPassedOverForAWhile() {
    // Given
    instances.turn().answered("close");

    // When
    List<URI> meanwhile = nextFour();
    now.addAndGet(WHILE.toNanos());
    List<URI> afterwards = nextFour();

    // Then
    assertThat(meanwhile).containsExactly(B, B, B, B);
    assertThat(afterwards).containsExactlyInAnyOrder(A, B, A, B);
  }

  @Test
  void anOrdinaryAnswerChangesNothing() {
    // Given
    instances.turn().answered(null);
    instances.turn().answered("keep-alive");

    // When
    List<URI> asked = nextFour();

    // Then
    assertThat(asked).containsExactly(A, B, A, B);
  }

  @Test
  void whenOneCannotBeReachedTheOtherIsAsked() {
    // Given
    Instances.Turn refused = instances.turn();

    // When
    Instances.Turn other = refused.next();

    // Then
    assertThat(other.address()).isEqualTo(B);
    assertThat(nextFour()).containsExactly(B, B, B, B);
  }

  @Test
  void whenAllHaveLeftTheFirstToLeaveIsAsked() {
    // Given
    instances.turn();
    instances.turn().answered("close");
    now.addAndGet(1);
    instances.turn().answered("close");

    // When
    List<URI> asked = nextFour();

    // Then
    assertThat(asked).containsExactly(B, B, B, B);
  }

  @Test
  void oneAloneIsAskedAgain() {
    // Given
    Instances alone = new Instances(List.of(A), WHILE, now::get);

    // When
    Instances.Turn again = alone.turn().next();

    // Then
    assertThat(again.address()).isEqualTo(A);
  }

  @Test
  void onlyARefusalThatClosesTheConnectionIsAFarewell() {
    // When, Then
    assertThat(Instances.isFarewell(503, "close")).isTrue();
    assertThat(Instances.isFarewell(503, null)).isFalse();
    assertThat(Instances.isFarewell(200, "close")).isFalse();
  }

  @Test
  void noneIsRefused() {
    // When, Then
    assertThatThrownBy(() -> new Instances(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  private List<URI> nextFour() {
    return Stream.generate(() -> instances.turn().address()).limit(4).toList();
  }
}
