package io.parley.analytics.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while figures do not follow the log; the reason is said. */
@Readiness
@ApplicationScoped
class IngestReadiness implements HealthCheck {
  private final Writers writers;

  IngestReadiness(Writers writers) {
    this.writers = writers;
  }

  @Override
  public HealthCheckResponse call() {
    String problem = writers.problem();
    return problem == null
        ? HealthCheckResponse.up("ingest")
        : HealthCheckResponse.named("ingest").down().withData("problem", problem).build();
  }
}
