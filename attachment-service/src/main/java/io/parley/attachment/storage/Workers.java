package io.parley.attachment.storage;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;

/**
 * Threads for work on files that blocks. What waits for them is bounded by the uploads and
 * downloads that are let in.
 */
@ApplicationScoped
public class Workers {
  private final WorkerExecutor executor;

  @Inject
  Workers(Vertx vertx, StorageConfig config) {
    this(vertx, config.workers());
  }

  Workers(Vertx vertx, int threads) {
    this.executor = vertx.createSharedWorkerExecutor("attachment-files", threads);
  }

  /** Runs work off the event loop; its answer comes back on the caller's. */
  public <T> Uni<T> run(Callable<T> work) {
    return Uni.createFrom()
        .completionStage(() -> executor.executeBlocking(work, false).toCompletionStage());
  }

  @PreDestroy
  void close() {
    executor.close();
  }
}
