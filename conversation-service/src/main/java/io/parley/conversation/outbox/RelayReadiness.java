package io.parley.conversation.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Says whether events reach Kafka, and stays up while they do not: messages are accepted and
 * acknowledged without Kafka, and taking the service out of rotation would turn a delay into an
 * outage.
 */
@Readiness
@ApplicationScoped
class RelayReadiness implements HealthCheck {
  private final RelayStatus status;

  RelayReadiness(RelayStatus status) {
    this.status = status;
  }

  @Override
  public HealthCheckResponse call() {
    String kafka = status.lastFailure().map(why -> "not reached: " + why).orElse("reached");
    return HealthCheckResponse.named("outbox relay").up().withData("kafka", kafka).build();
  }
}
