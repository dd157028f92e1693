package io.parley.attachment.storage;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Files in folders by the first letters of their names. A file appears by a rename after its bytes
 * are on the disk, and the folder is flushed too, so that a crash leaves it whole or absent.
 */
final class FilesystemStore implements AttachmentStore {
  private final Path root;
  private final Workers workers;

  FilesystemStore(Path folder, Workers workers) {
    this.root = folder.resolve("stored");
    this.workers = workers;
  }

  @Override
  public Uni<Void> put(String name, Path staged) {
    return workers.run(
        () -> {
          Path file = file(name);
          Files.createDirectories(file.getParent());
          flush(staged, StandardOpenOption.WRITE, false);
          Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE);
          flush(file.getParent(), StandardOpenOption.READ, true);
          return null;
        });
  }

  @Override
  public Uni<Void> send(String name, long offset, long length, HttpServerResponse response) {
    String file = file(name).toString();
    return Uni.createFrom()
        .completionStage(() -> response.sendFile(file, offset, length).toCompletionStage())
        .onFailure(failure -> !response.headWritten() && !Files.exists(Path.of(file)))
        .transform(absent -> new NoSuchFileException(name));
  }

  @Override
  public Uni<Void> delete(String name) {
    return workers.run(
        () -> {
          Files.deleteIfExists(file(name));
          return null;
        });
  }

  /** Two levels of folders: names are random, so that each holds few files. */
  private Path file(String name) {
    if (!name.matches("[0-9a-f]{4}[0-9a-z.-]+")) {
      throw new IllegalArgumentException("Not a name of a stored file: " + name);
    }
    return root.resolve(name.substring(0, 2)).resolve(name.substring(2, 4)).resolve(name);
  }

  /** Of a file the bytes and what finds them are enough, without its times. */
  private static void flush(Path path, StandardOpenOption option, boolean all) throws IOException {
    try (FileChannel channel = FileChannel.open(path, option)) {
      channel.force(all);
    }
  }
}
