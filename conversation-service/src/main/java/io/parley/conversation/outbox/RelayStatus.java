package io.parley.conversation.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Whether events reach Kafka. */
@ApplicationScoped
class RelayStatus {
  private final Counter relayed;
  private volatile String lastFailure;

  RelayStatus(MeterRegistry metrics) {
    relayed =
        Counter.builder("parley.outbox.relayed")
            .description("Events confirmed by Kafka")
            .register(metrics);
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
