package io.parley.attachment.storage;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Positive;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where files are kept. */
@ConfigMapping(prefix = "parley.attachment.storage")
public interface StorageConfig {
  /** Which store keeps them. */
  @WithDefault("filesystem")
  Kind kind();

  /** Folder of uploads on their way and, for the filesystem store, of stored files. */
  Path folder();

  /** Free space of the folder that uploads leave; below it this service is not ready. */
  @WithDefault("256M")
  MemorySize minimumFree();

  /** Threads that check, copy and flush files. */
  @WithDefault("4")
  @Positive
  int workers();

  S3 s3();

  /** The stores that there are. */
  enum Kind {
    FILESYSTEM,
    S3
  }

  /** Settings of the S3 store; credentials come from where AWS clients look for them. */
  interface S3 {
    /** The bucket, which must exist. */
    @WithDefault("parley-attachments")
    String bucket();

    /** The bucket's region. */
    @WithDefault("eu-central-1")
    String region();

    /** Address of a service that speaks S3; AWS itself when absent. */
    Optional<URI> endpoint();

    /** Connections to it at most. */
    @WithDefault("64")
    @Positive
    int connections();
  }
}
