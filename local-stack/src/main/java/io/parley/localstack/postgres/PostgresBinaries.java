package io.parley.localstack.postgres;

import io.parley.localstack.process.StackException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks PostgreSQL for this machine, once for each version, into the user's cache folder. */
final class PostgresBinaries {
  private PostgresBinaries() {}

  /** The folder that holds {@code bin/postgres} and {@code bin/initdb}. */
  static Path home() {
    String archive = archiveName();
    URL resource = PostgresBinaries.class.getResource("/" + archive);
    if (resource == null) {
      throw new StackException(
          "No PostgreSQL binaries for this machine ("
              + archive
              + "): add the matching"
              + " io.zonky.test.postgres artifact to local-stack/pom.xml");
    }
    try {
      URLConnection connection = resource.openConnection();
      connection.setUseCaches(false);
      String key = archive.replace(".txz", "") + "-" + versionOf(resource);
      Path home = cache().resolve(key);
      if (!Files.isExecutable(home.resolve("bin/postgres"))) {
        unpack(connection, home);
      }
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unpack PostgreSQL", e);
    }
  }

  private static String archiveName() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    boolean arm = arch.equals("aarch64") || arch.equals("arm64");
    String system = os.contains("mac") ? "darwin" : os.contains("linux") ? "linux" : os;
    return "postgres-" + system + "-" + (arm ? "arm_64" : "x86_64") + ".txz";
  }

  /** The jar's file name carries the version; the archive's length guards against a rebuilt jar. */
  private static String versionOf(URL resource) throws IOException {
    URLConnection connection = resource.openConnection();
    connection.setUseCaches(false);
    String jar = resource.toString().replaceAll("!.*", "").replaceAll(".*/", "");
    String version = jar.replaceAll("^[a-z0-9-]*?-([0-9][0-9.]*)\\.jar$", "$1");
    long length;
    try (InputStream in = connection.getInputStream()) {
      length =
          connection.getContentLengthLong() > 0
              ? connection.getContentLengthLong()
              : in.available();
    }
    return version + "-" + length;
  }

  private static Path cache() throws IOException {
    String configured = System.getenv("XDG_CACHE_HOME");
    Path base =
        configured == null || configured.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(configured);
    return Files.createDirectories(base.resolve("parley"));
  }

  /** Unpacks beside the final place and renames, so that two programs at once do no harm. */
  private static void unpack(URLConnection connection, Path home) throws IOException {
    Path part = Files.createTempDirectory(home.getParent(), "unpacking-");
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new XZInputStream(new BufferedInputStream(connection.getInputStream(), 1 << 16)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = part.resolve(entry.getName()).normalize();
        if (!target.startsWith(part)) {
          throw new IOException("Entry outside the archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
          } else {
            Files.copy(tar, target);
            if ((entry.getMode() & 0100) != 0) {
              Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
          }
        }
      }
    }
    Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
    try {
      Files.move(part, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.isExecutable(home.resolve("bin/postgres"))) {
        throw e;
      }
      delete(part);
    }
  }

  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
