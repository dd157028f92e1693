package io.parley.gateway.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.parley.contracts.limit.RateLimit;
import io.parley.contracts.limit.RateLimiter;
import io.parley.contracts.socket.CloseCode;
import io.parley.contracts.topic.Topic;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The meters of this service, looked up once and not by each message. */
@ApplicationScoped
public class GatewayMetrics {
  private static final Duration[] BUCKETS =
      IntStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final Map<String, Counter> counters = new ConcurrentHashMap<>();
  private final Map<String, Timer> sends = new ConcurrentHashMap<>();

  private final Counter framesOut;
  private final Timer delivery;
  private final DistributionSummary fanout;

  GatewayMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.framesOut = Counter.builder("parley.gateway.frames.out").register(registry);
    this.delivery =
        Timer.builder("parley.gateway.delivery")
            .description("From an event's commit until its sockets have it, one event a poll")
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
    this.fanout =
        DistributionSummary.builder("parley.gateway.fanout")
            .description("Sockets here that an event is for")
            .register(registry);
    // What an alert asks about is there before it first happens: a rate begins at 0, not at 1.
    Stream.of("stored", "refused", "unavailable", "overloaded").forEach(this::sends);
    Stream.of(Topic.values()).forEach(topic -> deadLetters(topic.topicName()));
    Stream.of(CloseCode.values()).forEach(code -> closes(code.code()));
    filled(0);
  }

  /** A message had its answer. */
  public void sent(String outcome, long nanos) {
    sends(outcome).record(nanos, TimeUnit.NANOSECONDS);
  }

  /** An event is with all sockets that it is for, this long after its commit. */
  public void delivered(Duration sinceCommit) {
    delivery.record(sinceCommit);
  }

  public void fanout(int sockets) {
    fanout.record(sockets);
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
    closes(code).increment();
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
    deadLetters(topic).increment();
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

  private Counter closes(int code) {
    return counter("sockets.closed", "code", Integer.toString(code));
  }

  private Counter deadLetters(String topic) {
    return counter("dead.letters", "topic", topic);
  }

  private Timer sends(String outcome) {
    return sends.computeIfAbsent(
        outcome,
        ignored ->
            Timer.builder("parley.gateway.send")
                .description("From a send frame to its answer")
                .tag("outcome", outcome)
                .serviceLevelObjectives(BUCKETS)
                .register(registry));
  }

  private Counter counter(String name, String tag, String value) {
    return counters.computeIfAbsent(
        name + ' ' + value,
        ignored -> Counter.builder("parley.gateway." + name).tag(tag, value).register(registry));
  }
}
