package io.parley.analytics.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.parley.analytics.projection.Projection;
import jakarta.enterprise.context.ApplicationScoped;

/** How ingest goes, for operators. */
@ApplicationScoped
public class IngestMetrics {
  private final MeterRegistry registry;
  private final Counter applied;
  private final Counter repeated;
  private final Counter early;
  private final Counter fetched;

  IngestMetrics(MeterRegistry registry) {
    this.registry = registry;
    applied =
        Counter.builder("parley.analytics.events.applied")
            .description("Events that went into the figures")
            .register(registry);
    repeated =
        Counter.builder("parley.analytics.events.repeated")
            .description("Events delivered again and left out")
            .register(registry);
    early =
        Counter.builder("parley.analytics.events.early")
            .description("Events that had to wait for one that precedes them")
            .register(registry);
    fetched =
        Counter.builder("parley.analytics.events.fetched")
            .description("Events fetched from the log, because Kafka did not bring them")
            .register(registry);
    // There before it first happens: a rate begins at 0, not at 1.
    LogTopics.NAMES.forEach(this::unreadables);
  }

  void applied(Projection.Outcome outcome) {
    applied.increment(outcome.applied());
    repeated.increment(outcome.repeated());
    early.increment(outcome.waiting());
  }

  void fetched(int events) {
    fetched.increment(events);
  }

  void unreadable(String topic) {
    unreadables(topic).increment();
  }

  private Counter unreadables(String topic) {
    return Counter.builder("parley.analytics.events.unreadable")
        .tag("topic", topic)
        .description("Records that went to the dead-letter topic")
        .register(registry);
  }
}
