package io.parley.conversation.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Tells whether events reach Kafka. The check stays up while they do not: messages are accepted and
 * acknowledged without Kafka, and taking the service out of rotation would turn a delay into an
 * outage.
 */
@Readiness
@ApplicationScoped
class RelayStatus implements HealthCheck {
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

  @Override
  public HealthCheckResponse call() {
    String failure = lastFailure;
    return HealthCheckResponse.named("outbox relay to Kafka")
        .up()
        .withData("kafka", failure == null ? "reached" : "not reached: " + failure)
        .build();
  }
}
