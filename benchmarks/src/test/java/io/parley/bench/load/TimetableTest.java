package io.parley.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TimetableTest {

  @Test
  void isEvenAndDoesNotDriftWhenTheRateDoesNotDivideASecond() {
    // Given
    Timetable timetable = new Timetable(1_000, 3);

    // When
    long[] due = {timetable.due(0), timetable.due(1), timetable.due(2), timetable.due(3_000_000)};

    // Then
    assertThat(due)
        .containsExactly(1_000, 333_334_333, 666_667_667, 1_000 + 1_000_000L * 1_000_000_000L);
  }

  @Test
  void countsWhatIsDue() {
    assertThat(new Timetable(0, 200).count(2.5)).isEqualTo(500);
  }

  @Test
  void refusesARateOfNothing() {
    assertThatThrownBy(() -> new Timetable(0, 0)).hasMessageContaining("at least 1");
  }
}
