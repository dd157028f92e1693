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

  StorageReadiness(StorageConfig config) {
    this.config = config;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("attachment storage");
    try {
      Files.createDirectories(config.folder());
      long free = Files.getFileStore(config.folder()).getUsableSpace();
      return response
          .withData("freeBytes", free)
          .status(Files.isWritable(config.folder()) && free >= config.minimumFree().asLongValue())
          .build();
    } catch (IOException e) {
      return response.down().build();
    }
  }
}
