package io.parley.attachment.storage;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerResponse;
import java.nio.file.Path;

/**
 * Where checked files are kept, by names that this service gives. What was put is there whole or
 * not at all, and survives a crash.
 */
public interface AttachmentStore {

  /**
   * Keeps a file under a name, and takes it away from where it is.
   *
   * @param name letters, digits, {@code -} and {@code .}; replaced when it exists
   * @param staged a file of {@link Staging}
   * @return done when the bytes are safe; fails with the problem {@code storage-full} when there is
   *     no room
   */
  Uni<Void> put(String name, Path staged);

  /**
   * Writes a part of a file as the body of a response whose head is ready, and ends it. Memory does
   * not grow with the part.
   *
   * @return fails with {@link java.nio.file.NoSuchFileException} before the head is written when
   *     there is no such file
   */
  Uni<Void> send(String name, long offset, long length, HttpServerResponse response);

  /** Removes a file; done also when there was none. */
  Uni<Void> delete(String name);
}
