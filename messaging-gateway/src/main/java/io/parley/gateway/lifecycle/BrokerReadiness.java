package io.parley.gateway.lifecycle;

import io.parley.gateway.kafka.LogConsumer;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Without the broker messages are stored and acknowledged, but reach the other side late. */
@Readiness
@ApplicationScoped
class BrokerReadiness implements HealthCheck {
  private final LogConsumer consumer;

  BrokerReadiness(LogConsumer consumer) {
    this.consumer = consumer;
  }

  @Override
  public HealthCheckResponse call() {
    String problem = consumer.problem();
    return problem == null
        ? HealthCheckResponse.up("kafka")
        : HealthCheckResponse.named("kafka").down().withData("reason", problem).build();
  }
}
