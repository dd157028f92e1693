package io.parley.gateway.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.parley.contracts.limit.RateLimit;
import io.parley.contracts.limit.RateLimiter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The meters of this service, looked up once and not by each message. */
@ApplicationScoped
public class GatewayMetrics {
  private final MeterRegistry registry;
  private final Map<String, Counter> counters = new ConcurrentHashMap<>();

  private final Counter framesOut;

  GatewayMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.framesOut = Counter.builder("parley.gateway.frames.out").register(registry);
  }

  /** A gauge that asks when it is read. */
  public void gauge(String name, String tag, String value, Supplier<Number> number) {
    Gauge.builder("parley.gateway." + name, number).tag(tag, value).register(registry);
  }

  public void frameIn(String type) {
    counter("frames.in", "type", type).increment();
  }

  public void framesOut(int frames) {
    framesOut.increment(frames);
  }

  public void closed(int code) {
    counter("sockets.closed", "code", Integer.toString(code)).increment();
  }

  public void refused(String reason) {
    counter("upgrades.refused", "reason", reason).increment();
  }

  /** Shows a rate limit by the names that all services use. */
  public void rateLimit(RateLimiter limiter) {
    String limit = limiter.limit().id();
    FunctionCounter.builder("parley.rate.limit.refused", limiter, RateLimiter::refused)
        .tag("limit", limit)
        .register(registry);
    Gauge.builder("parley.rate.limit.callers", limiter, RateLimiter::callers)
        .tag("limit", limit)
        .register(registry);
  }

  /** A socket is closed because it kept up more frames than it may. */
  public void flooded() {
    Counter.builder("parley.rate.limit.refused")
        .tag("limit", RateLimit.FRAMES_OF_SOCKET.id())
        .register(registry)
        .increment();
  }

  /** A socket is closed because its agent is none any more. */
  public void roleRevoked() {
    counter("sockets.revoked", "side", "AGENT").increment();
  }

  public void deadLetter(String topic) {
    counter("dead.letters", "topic", topic).increment();
  }

  public void filled(int events) {
    counter("events.filled", "from", "database").increment(events);
  }

  public void dropped(String what) {
    counter("dropped", "what", what).increment();
  }

  /** Takes the sizes of one kind of batch. */
  public Consumer<Integer> batch(String kind) {
    DistributionSummary sizes =
        DistributionSummary.builder("parley.gateway.batch.size")
            .tag("kind", kind)
            .register(registry);
    return sizes::record;
  }

  private Counter counter(String name, String tag, String value) {
    return counters.computeIfAbsent(
        name + ' ' + value,
        ignored -> Counter.builder("parley.gateway." + name).tag(tag, value).register(registry));
  }
}
