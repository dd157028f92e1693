package io.parley.localstack.supervisor;

import io.parley.localstack.identity.AccessTokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;

/** What a command needs to talk to the services of a stack that runs. */
record RunningStack(Ports ports, AccessTokens tokens) {

  /**
   * The stack with that data folder.
   *
   * @param port its public port; negative for that of its last start
   */
  static RunningStack of(Path data, int port) {
    DataFolder folder = new DataFolder(data.toAbsolutePath().normalize());
    Ports ports = new Ports(port > 0 ? port : folder.lastPort().orElse(Options.DEFAULT_PORT));
    return new RunningStack(ports, folder.tokens(ports));
  }

  ServiceCalls analyticsService(HttpClient http) {
    return calls(http, "analytics-service", ports.analyticsServices(1).getFirst());
  }

  ServiceCalls conversationService(HttpClient http) {
    return calls(http, "conversation-service", ports.conversationServices(1).getFirst());
  }

  private ServiceCalls calls(HttpClient http, String service, int port) {
    return new ServiceCalls(
        http, service, URI.create("http://127.0.0.1:" + port), tokens.of("conversation-service"));
  }
}
