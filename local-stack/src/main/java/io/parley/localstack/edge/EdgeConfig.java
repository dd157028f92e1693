package io.parley.localstack.edge;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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
    int attachmentService,
    int analyticsService,
    int issuer,
    Path webRoot,
    Map<String, String> issuers) {

  /** With the issuers where this module's own one has them. */
  public EdgeConfig(
      int port,
      List<Integer> conversationServices,
      List<Integer> gateways,
      int attachmentService,
      int analyticsService,
      int issuer,
      Path webRoot) {
    this(
        port,
        conversationServices,
        gateways,
        attachmentService,
        analyticsService,
        issuer,
        webRoot,
        Map.of("agents", "/auth/agents", "followers", "/auth/followers"));
  }
}
