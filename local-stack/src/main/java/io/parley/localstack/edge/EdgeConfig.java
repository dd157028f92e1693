package io.parley.localstack.edge;

import java.nio.file.Path;
import java.util.List;

/**
 * Where the edge listens and what is behind it, as ports of the loopback interface.
 *
 * @param webRoot the built web; need not exist
 */
public record EdgeConfig(
    int port,
    List<Integer> conversationServices,
    List<Integer> gateways,
    int attachmentService,
    int analyticsService,
    int issuer,
    Path webRoot) {}
