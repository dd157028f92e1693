package io.parley.bench.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536})
  void readsServersFramesOfEveryLengthForm(int length) {
    // Given: our own frame without mask bit and key, as a server would send it.
    byte[] masked = Frame.encode(Frame.TEXT, new byte[length]);
    int head = masked.length - length - 4;
    byte[] frame = new byte[head + length];
    System.arraycopy(masked, 0, frame, 0, head);
    frame[1] &= 0x7F;

    // When
    Frame.Header header = Frame.header(frame, 0, frame.length);

    // Then
    assertThat(header).isEqualTo(new Frame.Header(true, Frame.TEXT, head, length));
    assertThat(header.next()).isEqualTo(frame.length);
  }

  @Test
  void waitsForTheRestOfAFrame() {
    // Given
    byte[] frame = {(byte) 0x81, 3, 'a', 'b', 'c'};

    // When
    long incomplete =
        java.util.stream.IntStream.range(0, frame.length)
            .filter(end -> Frame.header(Arrays.copyOf(frame, end), 0, end) == null)
            .count();

    // Then
    assertThat(incomplete).isEqualTo(5);
  }
}
