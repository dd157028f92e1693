package io.parley.contracts.limit;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** From where a request really comes, when proxies stand before a service. */
public final class ClientAddress {
  private final List<AddressRange> proxies;

  /**
   * @param proxies whose {@code X-Forwarded-For} is believed; everybody else's is not read
   */
  public ClientAddress(List<AddressRange> proxies) {
    this.proxies = List.copyOf(proxies);
  }

  /**
   * The address to count by: the last one that none of our proxies has. An IPv6 client is its /64,
   * as that is what one household or server gets.
   *
   * @param peer the other end of the connection
   * @param forwardedFor the {@code X-Forwarded-For} header, or null
   * @return empty when it is this very machine or cannot be known: nobody is counted by that
   */
  public Optional<String> of(String peer, String forwardedFor) {
    Optional<InetAddress> client = AddressRange.literal(peer);
    if (client.isEmpty() || forwardedFor == null || !isProxy(client.get())) {
      return countable(client);
    }
    String[] hops = forwardedFor.split(",", -1);
    for (int hop = hops.length - 1; hop >= 0; hop--) {
      client = AddressRange.literal(hops[hop].strip());
      if (client.isEmpty() || !isProxy(client.get())) {
        break;
      }
    }
    return countable(client);
  }

  private boolean isProxy(InetAddress address) {
    return proxies.stream().anyMatch(range -> range.contains(address));
  }

  private static Optional<String> countable(Optional<InetAddress> client) {
    return client.filter(address -> !address.isLoopbackAddress()).map(ClientAddress::key);
  }

  private static String key(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 4) {
      return address.getHostAddress();
    }
    StringBuilder network = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      network.append("%02x".formatted(bytes[i]));
    }
    return network.append("/64").toString();
  }
}
