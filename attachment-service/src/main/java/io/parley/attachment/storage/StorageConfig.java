package io.parley.attachment.storage;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** Where files are kept. */
@ConfigMapping(prefix = "parley.attachment")
public interface StorageConfig {
  /** Folder of the stored files; made at start if it does not exist. */
  Path folder();

  /** Free space below which this service is not ready, so that uploads go elsewhere or wait. */
  @WithDefault("256M")
  MemorySize minimumFree();
}
