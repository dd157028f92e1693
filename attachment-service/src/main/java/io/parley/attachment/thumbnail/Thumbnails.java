package io.parley.attachment.thumbnail;

import io.parley.attachment.content.Findings;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Makes small pictures on threads of their own. An image that takes too long, needs too much memory
 * or cannot be decoded simply has none: it can be sent all the same, and is shown as it is.
 */
@ApplicationScoped
public class Thumbnails {
  private static final Logger LOG = Logger.getLogger(Thumbnails.class);
  private static final int THREADS = 2;
  private static final int WAITING = 64;

  private final Vertx vertx;
  private final WorkerExecutor executor;
  private final AtomicInteger waiting = new AtomicInteger();

  Thumbnails(Vertx vertx) {
    this.vertx = vertx;
    this.executor = vertx.createSharedWorkerExecutor("attachment-thumbnails", THREADS);
  }

  /** A small picture in staging. */
  public record Made(Path path, String mediaType, long size) {}

  /**
   * Makes one of an image that was found good.
   *
   * @param to where to write it
   * @return empty when there is none; never fails
   */
  public Uni<Optional<Made>> make(Path image, Findings findings, Path to) {
    boolean small = Math.max(findings.width(), findings.height()) <= Shrinking.SIDE;
    if (small || !findings.thumbnailable()) {
      return Uni.createFrom().item(Optional.empty());
    }
    if (waiting.incrementAndGet() > WAITING) {
      waiting.decrementAndGet();
      return Uni.createFrom().item(Optional.empty());
    }
    return Uni.createFrom()
        .completionStage(
            () ->
                executor
                    .executeBlocking(
                        () -> Optional.of(new Shrinking(vertx, image, findings).writeTo(to)), false)
                    .toCompletionStage())
        .onFailure()
        .recoverWithItem(
            failure -> {
              LOG.infof("No thumbnail of %s: %s", findings.mediaType(), failure);
              deleteQuietly(to);
              return Optional.empty();
            })
        .onTermination()
        .invoke(waiting::decrementAndGet);
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.debugf("Left to the sweep: %s", e);
    }
  }

  @PreDestroy
  void close() {
    executor.close();
  }
}
