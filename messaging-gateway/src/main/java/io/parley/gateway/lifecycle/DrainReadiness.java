package io.parley.gateway.lifecycle;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Down from the first moment of the way out. */
@Readiness
@ApplicationScoped
class DrainReadiness implements HealthCheck {
  private final Draining draining;

  DrainReadiness(Draining draining) {
    this.draining = draining;
  }

  @Override
  public HealthCheckResponse call() {
    return draining.started()
        ? HealthCheckResponse.down("taking-sockets")
        : HealthCheckResponse.up("taking-sockets");
  }
}
