package io.parley.gateway.socket;

import io.parley.contracts.command.Actor;
import io.parley.contracts.limit.ClientAddress;
import io.parley.contracts.limit.Rate;
import io.parley.contracts.limit.RateLimit;
import io.parley.contracts.limit.RateLimiter;
import io.parley.contracts.problem.ProblemCode;
import io.parley.gateway.config.GatewayConfig;
import io.parley.gateway.config.RateLimitConfig;
import io.parley.gateway.metric.GatewayMetrics;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** How often sockets may be opened, and how many one person may hold. */
@ApplicationScoped
class OpenLimits {
  private final ClientAddress addresses;
  private final RateLimiter opensOfAddress;
  private final RateLimiter opensOfIdentity;
  private final ConcurrentMap<String, Integer> socketsOfIdentity = new ConcurrentHashMap<>();
  private final int perIdentity;
  private final GatewayMetrics metrics;

  OpenLimits(RateLimitConfig config, GatewayConfig gateway, GatewayMetrics metrics) {
    this.perIdentity = gateway.sockets().perIdentity();
    this.metrics = metrics;
    this.addresses = new ClientAddress(config.trustedProxies());
    this.opensOfAddress =
        limiter(RateLimit.SOCKET_OPENS_OF_ADDRESS, config.socketOpensOfAddress(), config, metrics);
    this.opensOfIdentity =
        limiter(
            RateLimit.SOCKET_OPENS_OF_IDENTITY, config.socketOpensOfIdentity(), config, metrics);
  }

  private static RateLimiter limiter(
      RateLimit limit, Optional<Rate> configured, RateLimitConfig config, GatewayMetrics metrics) {
    RateLimiter limiter =
        new RateLimiter(limit, configured.orElse(limit.rate()).share(config.instances()));
    metrics.rateLimit(limiter);
    return limiter;
  }

  /** By address before anything else is looked at: verifying tokens is what a flood would cost. */
  void register(@Observes Router router) {
    router.route("/ws/*").order(Integer.MIN_VALUE).handler(this::countAddress);
  }

  private void countAddress(RoutingContext context) {
    HttpServerRequest request = context.request();
    boolean allowed =
        addresses
            .of(request.remoteAddress().hostAddress(), request.getHeader("X-Forwarded-For"))
            .map(opensOfAddress::allows)
            .orElse(true);
    if (allowed) {
      context.next();
    } else {
      metrics.refused("opens-of-address");
      RefusedUpgrades.answer(
          context, ProblemCode.RATE_LIMITED, "This network opens sockets too often.");
    }
  }

  /** Whether that person may open one more now. */
  boolean allowsOpening(Actor actor) {
    return opensOfIdentity.allows(key(actor));
  }

  /** Whether that person may hold one more. */
  boolean allowsHolding(Actor actor) {
    return socketsOfIdentity.getOrDefault(key(actor), 0) < perIdentity;
  }

  void opened(Actor actor) {
    socketsOfIdentity.merge(key(actor), 1, Integer::sum);
  }

  void closed(Actor actor) {
    socketsOfIdentity.computeIfPresent(key(actor), (key, open) -> open == 1 ? null : open - 1);
  }

  private static String key(Actor actor) {
    return actor.role() + ":" + actor.id();
  }
}
