package io.parley.localstack.edge;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Which path leads where. Internal and management paths of the services are not among them. */
final class Routes {
  private static final Pattern ANALYTICS = Pattern.compile("/api/channels/[^/]+/analytics(/.*)?");

  /**
   * Spellings that a service may resolve to another path than the one routed here: empty and dot
   * segments, encoded separators, matrix parameters.
   */
  private static final Pattern AMBIGUOUS =
      Pattern.compile("//|/\\.{1,2}(/|$)|\\\\|;|%2e|%2f|%5c|%00|%3b", Pattern.CASE_INSENSITIVE);

  private final EdgeConfig config;
  private final Map<String, List<Integer>> services;

  Routes(EdgeConfig config) {
    this.config = config;
    this.services =
        Map.of(
            "conversation-service", config.conversationServices(),
            "messaging-gateway", config.gateways(),
            "attachment-service", config.attachmentServices(),
            "analytics-service", config.analyticsServices());
  }

  /**
   * @param path as it arrived, not decoded
   * @param uri path and query
   */
  Target route(String path, String uri) {
    if (AMBIGUOUS.matcher(path).find()) {
      return new Target.AmbiguousPath();
    }
    if (path.startsWith("/ws/")) {
      return new Target.Socket("messaging-gateway", config.gateways());
    }
    if (path.equals("/api/attachments") || path.startsWith("/api/attachments/")) {
      return service("attachment-service", uri);
    }
    if (ANALYTICS.matcher(path).matches()) {
      return service("analytics-service", uri);
    }
    if (path.startsWith("/api/")) {
      return service("conversation-service", uri);
    }
    if (path.startsWith("/auth/")) {
      return new Target.Service("issuer", List.of(config.issuer()), uri);
    }
    if (path.startsWith("/openapi/")) {
      String name = path.substring("/openapi/".length());
      return services.containsKey(name) ? service(name, "/q/openapi") : new Target.Nothing();
    }
    if (isBelow(path, "/internal") || isBelow(path, "/q")) {
      return new Target.Nothing();
    }
    return new Target.WebFile();
  }

  private Target service(String name, String uri) {
    return new Target.Service(name, services.get(name), uri);
  }

  private static boolean isBelow(String path, String folder) {
    return path.equals(folder) || path.startsWith(folder + "/");
  }
}
