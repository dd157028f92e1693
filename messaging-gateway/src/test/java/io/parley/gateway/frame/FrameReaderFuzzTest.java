package io.parley.gateway.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.parley.contracts.limit.Limit;
import io.parley.contracts.socket.ClientFrame;
import java.nio.charset.StandardCharsets;

/**
 * Whatever text comes, it is a frame or it is refused with a reason. Nothing else is thrown, and a
 * frame that is read can be stored. The normal run takes the inputs beside the resources; {@code
 * ./parley test fuzz} tries new ones.
 */
class FrameReaderFuzzTest {
  @FuzzTest(maxDuration = "2m")
  void everyTextIsAnswered(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      ClientFrame frame = FrameReader.read(text);
      if (frame instanceof ClientFrame.Send send) {
        assertThat(send.clientMessageId())
            .hasSizeBetween(1, Limit.CLIENT_MESSAGE_ID_LENGTH.intValue());
        assertThat(FrameReader.isText(send.text())).isTrue();
      }
    } catch (MalformedFrameException refused) {
      assertThat(refused.getMessage()).isNotBlank().doesNotContain("io.parley", "Exception");
    }
  }
}
