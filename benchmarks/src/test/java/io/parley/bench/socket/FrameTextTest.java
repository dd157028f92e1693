package io.parley.bench.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FrameTextTest {
  private static final byte[] FRAME =
      "xx{\"type\":\"event\",\"seq\":421,\"text\":\"a \\\"seq\\\":9 b\",\"code\":\"none\"}yy"
          .getBytes(StandardCharsets.UTF_8);

  @Test
  void findsFieldsWithinTheGivenBounds() {
    // Given
    int length = FRAME.length - 4;

    // When
    long seq = FrameText.number(FRAME, 2, length, FrameText.field("seq"));
    String code = FrameText.string(FRAME, 2, length, FrameText.field("code"));

    // Then
    assertThat(seq).isEqualTo(421);
    assertThat(code).isEqualTo("none");
  }

  @Test
  void tellsThatAFieldIsAbsent() {
    // Given
    byte[] absent = FrameText.field("sequence");

    // When
    long number = FrameText.number(FRAME, 2, FRAME.length - 4, absent);
    String string = FrameText.string(FRAME, 2, FRAME.length - 4, absent);

    // Then
    assertThat(number).isEqualTo(-1);
    assertThat(string).isNull();
  }
}
