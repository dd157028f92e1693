package io.parley.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MessageIdTest {

  @Test
  void findsConversationAndNumberOfItsOwnRun() {
    // Given
    MessageId ids = new MessageId("b7x1");
    byte[] frame = ids.send(199, 70_001, null, MessageId.text(120));

    // When
    long found = ids.find(frame, 0, frame.length);

    // Then
    assertThat(MessageId.conversation(found)).isEqualTo(199);
    assertThat(MessageId.number(found)).isEqualTo(70_001);
  }

  @Test
  void passesOverMessagesOfOtherRuns() {
    // Given
    byte[] frame = new MessageId("b7x1").send(1, 1, null, "hello");

    // When
    long found = new MessageId("b7x2").find(frame, 0, frame.length);

    // Then
    assertThat(found).isEqualTo(-1);
  }

  @Test
  void makesTextOfTheSizeAsked() {
    assertThat(MessageId.text(120).getBytes(StandardCharsets.UTF_8)).hasSize(120);
  }
}
