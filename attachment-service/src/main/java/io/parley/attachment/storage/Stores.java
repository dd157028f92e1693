package io.parley.attachment.storage;

import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;

/** Makes the store that configuration names. */
class Stores {
  @Produces
  @ApplicationScoped
  AttachmentStore store(StorageConfig config, Workers workers, Vertx vertx) {
    return switch (config.kind()) {
      case FILESYSTEM -> new FilesystemStore(config.folder(), workers);
      case S3 -> new S3Store(S3Store.client(config.s3()), config.s3().bucket(), workers, vertx);
    };
  }

  void close(@Disposes AttachmentStore store) {
    if (store instanceof S3Store s3) {
      s3.close();
    }
  }
}
