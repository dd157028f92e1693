package io.parley.attachment.storage;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready while files can be written and some space is left. */
@Readiness
@ApplicationScoped
public class StorageReadiness implements HealthCheck {
  private final StorageConfig config;
  private final Staging staging;

  StorageReadiness(StorageConfig config, Staging staging) {
    this.config = config;
    this.staging = staging;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("attachment storage");
    try {
      return response
          .withData("freeBytes", staging.freeBytes())
          .status(Files.isWritable(config.folder()) && staging.hasRoomFor(0))
          .build();
    } catch (IOException e) {
      return response.down().build();
    }
  }
}
