package io.parley.contracts.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
  private final ClientAddress addresses =
      new ClientAddress(
          Stream.of("127.0.0.0/8", "10.1.0.0/16", "fd00::/8").map(AddressRange::valueOf).toList());

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // Directly: what it claims is not read
        "203.0.113.7, -, 203.0.113.7",
        "203.0.113.7, 198.51.100.1, 203.0.113.7",
        "10.2.0.1, 198.51.100.1, 10.2.0.1",
        // Through proxies: what the last of ours saw, not what the client says it was
        "127.0.0.1, 203.0.113.7, 203.0.113.7",
        "10.1.255.9, '198.51.100.1, 203.0.113.7', 203.0.113.7",
        "10.1.255.9, '198.51.100.1, 203.0.113.7, 10.1.0.1', 203.0.113.7",
        "fd00::1, 2001:db8:0:7:1::9, 20010db800000007/64",
        "fd00::1, 2001:db8:0:7:2::8, 20010db800000007/64",
        // This machine, or nobody knows
        "127.0.0.1, -, -",
        "127.0.0.1, 127.0.0.1, -",
        "127.0.0.1, '203.0.113.7, nonsense', -",
        "127.0.0.1, 'example.org', -",
        "0:0:0:0:0:0:0:1, -, -",
      })
  void theClientIsTheLastOneThatIsNoneOfOurs(String peer, String header, String client) {
    // When
    String found = addresses.of(peer, header).orElse(null);

    // Then
    assertThat(found).isEqualTo(client);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "localhost", "10.0.0.0/33", "::/129", "10.0.0.0/", "a.b.c.d", "1.2.3"})
  void whatIsNotARangeIsRefused(String text) {
    // When, Then
    assertThatThrownBy(() -> AddressRange.valueOf(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not an address or a range");
  }
}
