package io.parley.conversation.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Whether events reach Kafka. */
@ApplicationScoped
class RelayStatus {
  private final Counter relayed;
  private volatile String lastFailure;
  private volatile double oldestSeconds;

  RelayStatus(MeterRegistry metrics) {
    relayed =
        Counter.builder("parley.outbox.relayed")
            .description("Events confirmed by Kafka")
            .register(metrics);
    Gauge.builder("parley.outbox.age", this, status -> status.oldestSeconds)
        .description("How long the oldest event has waited for Kafka, when last looked at")
        .baseUnit("seconds")
        .register(metrics);
  }

  /** What the round that begins has found: seconds since its oldest event was committed. */
  void oldest(double seconds) {
    oldestSeconds = seconds;
  }

  void succeeded(int events) {
    relayed.increment(events);
    lastFailure = null;
  }

  void failed(Exception failure) {
    lastFailure = failure.getClass().getSimpleName();
  }

  /** Empty when the last round succeeded. */
  Optional<String> lastFailure() {
    return Optional.ofNullable(lastFailure);
  }
}
