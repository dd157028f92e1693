package io.parley.rest.ratelimit;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.parley.contracts.limit.ClientAddress;
import io.parley.contracts.limit.Rate;
import io.parley.contracts.limit.RateLimit;
import io.parley.contracts.limit.RateLimiter;
import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;
import io.parley.rest.problem.ProblemException;
import io.parley.rest.problem.RouteProblems;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/** The limits that every service with REST keeps, seen in its metrics. */
@ApplicationScoped
public class RateLimits {
  private final RateLimitConfig config;
  private final MeterRegistry meters;
  private final ClientAddress addresses;
  private final RateLimiter requestsOfAddress;
  private final RateLimiter requestsOfIdentity;

  RateLimits(RateLimitConfig config, MeterRegistry meters) {
    this.config = config;
    this.meters = meters;
    this.addresses = new ClientAddress(config.trustedProxies());
    this.requestsOfAddress = limiter(RateLimit.REQUESTS_OF_ADDRESS, config.requestsOfAddress());
    this.requestsOfIdentity = limiter(RateLimit.REQUESTS_OF_IDENTITY, config.requestsOfIdentity());
  }

  /**
   * Begins to count for another row of the table, of a service that has more of them.
   *
   * @param configured instead of the row's rate
   */
  public RateLimiter limiter(RateLimit limit, Optional<Rate> configured) {
    RateLimiter limiter =
        new RateLimiter(limit, configured.orElse(limit.rate()).share(config.instances()));
    FunctionCounter.builder("parley.rate.limit.refused", limiter, RateLimiter::refused)
        .tag("limit", limit.id())
        .register(meters);
    Gauge.builder("parley.rate.limit.callers", limiter, RateLimiter::callers)
        .tag("limit", limit.id())
        .register(meters);
    return limiter;
  }

  void register(@Observes Router router) {
    router.route("/api/*").order(Integer.MIN_VALUE).handler(this::countAddress);
  }

  private void countAddress(RoutingContext context) {
    HttpServerRequest request = context.request();
    boolean allowed =
        addresses
            .of(request.remoteAddress().hostAddress(), request.getHeader("X-Forwarded-For"))
            .map(requestsOfAddress::allows)
            .orElse(true);
    if (allowed) {
      context.next();
    } else {
      // What still comes is not read: the connection cannot be used again.
      context.response().putHeader("Connection", "close");
      RouteProblems.answer(
          context, Problem.of(ProblemCode.RATE_LIMITED, "Your network asks too often."));
    }
  }

  /**
   * Counts a call of somebody whose token was verified.
   *
   * @param caller one name for one person: role and id
   * @throws ProblemException {@code rate-limited}
   */
  public void countRequest(String caller) {
    if (!requestsOfIdentity.allows(caller)) {
      throw new ProblemException(ProblemCode.RATE_LIMITED, "You ask too often.");
    }
  }
}
