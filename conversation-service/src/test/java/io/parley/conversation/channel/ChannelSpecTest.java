package io.parley.conversation.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.contracts.event.ChatMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelSpecTest {
  @Test
  void aChannelIsWrittenAsIdNameMode() {
    // When
    ChannelSpec channel = ChannelSpec.valueOf(" my-shop:My Shop & Co:TWO_WAY");

    // Then
    assertThat(channel).isEqualTo(new ChannelSpec("my-shop", "My Shop & Co", ChatMode.TWO_WAY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"demo", "demo:Demo", "demo:Demo:BOTH", ":Demo:ONE_WAY", "a b:Demo:ONE_WAY"})
  void anythingElseIsRefusedByName(String text) {
    // When, Then
    assertThatThrownBy(() -> ChannelSpec.valueOf(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }
}
