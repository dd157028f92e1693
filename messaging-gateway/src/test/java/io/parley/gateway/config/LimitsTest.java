package io.parley.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contracts.limit.Limit;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** The limit that clients are told is the one that the server keeps. */
class LimitsTest {
  @Test
  void theServerKeepsTheFrameLimit() throws IOException {
    // Given
    Properties settings = new Properties();

    // When
    try (InputStream in = getClass().getResourceAsStream("/application.properties")) {
      settings.load(in);
    }

    // Then
    String bytes = Long.toString(Limit.FRAME_BYTES.value());
    assertThat(settings.getProperty("quarkus.websockets-next.server.max-message-size"))
        .isEqualTo(bytes);
    assertThat(settings.getProperty("quarkus.websockets-next.server.max-frame-size"))
        .isEqualTo(bytes);
  }
}
