package io.parley.attachment.storage;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** The folder of uploads that are not checked yet; nothing is ever read from it by a client. */
@ApplicationScoped
public class Staging {
  /** How such a file is opened. */
  public static final Set<OpenOption> NEW_FILE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  /** Nobody but this service's user reads files. */
  public static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path folder;
  private final FileStore disk;
  private final long minimumFree;

  Staging(StorageConfig config) {
    this.folder = config.folder().resolve("staging");
    this.minimumFree = config.minimumFree().asLongValue();
    try {
      Files.createDirectories(folder);
      // Finding it reads the table of all mounts.
      this.disk = Files.getFileStore(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "parley.attachment.storage.folder cannot be used: " + folder, e);
    }
  }

  /** A name for a new file, which does not exist yet. */
  public Path newFile() {
    return folder.resolve(UUID.randomUUID() + ".part");
  }

  /** Whether so many bytes more would leave the space that is to stay free. */
  public boolean hasRoomFor(long bytes) throws IOException {
    return freeBytes() - bytes >= minimumFree;
  }

  long freeBytes() throws IOException {
    return disk.getUsableSpace();
  }

  /** Removes what uploads that were broken off by a crash have left. Blocks. */
  public int sweep(Instant before) throws IOException {
    int removed = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.part")) {
      for (Path file : files) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(before)
            && Files.deleteIfExists(file)) {
          removed++;
        }
      }
    }
    return removed;
  }
}
