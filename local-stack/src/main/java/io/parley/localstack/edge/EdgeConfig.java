package io.parley.localstack.edge;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where the edge listens and what is behind it, as ports of the loopback interface.
 *
 * @param webRoot the built web; need not exist
 * @param issuers path or address of each realm's issuer, for the web's {@code /settings.json}
 */
public record EdgeConfig(
    int port,
    List<Integer> conversationServices,
    List<Integer> gateways,
    List<Integer> attachmentServices,
    List<Integer> analyticsServices,
    int issuer,
    Path webRoot,
    Map<String, String> issuers) {

  /** The instances of each service that has several. */
  List<Integer> balanced() {
    return Stream.of(conversationServices, gateways, attachmentServices, analyticsServices)
        .filter(ports -> ports.size() > 1)
        .flatMap(List::stream)
        .distinct()
        .toList();
  }

  /** With the issuers where this module's own one has them. */
  public EdgeConfig(
      int port,
      List<Integer> conversationServices,
      List<Integer> gateways,
      List<Integer> attachmentServices,
      List<Integer> analyticsServices,
      int issuer,
      Path webRoot) {
    this(
        port,
        conversationServices,
        gateways,
        attachmentServices,
        analyticsServices,
        issuer,
        webRoot,
        Map.of("agents", "/auth/agents", "followers", "/auth/followers"));
  }
}
