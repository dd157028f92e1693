package io.parley.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeqCheckTest {

  @Test
  void countsHolesAndRepeatsOfEachAgentAndConversationByItself() {
    // Given
    SeqCheck check = new SeqCheck(2, 2);

    // When
    check.seen(0, 0, 7);
    check.seen(0, 0, 8);
    check.seen(1, 0, 3);
    check.seen(0, 1, 1);
    check.seen(0, 1, 3);
    check.seen(0, 0, 8);

    // Then
    assertThat(check.misordered()).isEqualTo(2);
  }
}
