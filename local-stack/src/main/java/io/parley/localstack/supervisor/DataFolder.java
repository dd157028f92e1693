package io.parley.localstack.supervisor;

import io.parley.localstack.identity.AccessTokens;
import io.parley.localstack.identity.DemoTokens;
import io.parley.localstack.identity.FollowerTokensKey;
import io.parley.localstack.identity.SigningKey;
import io.parley.localstack.keycloak.KeycloakTokens;
import io.parley.localstack.process.ManagedProcess;
import io.parley.localstack.process.ProcessSpec;
import io.parley.localstack.process.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The folder of one local stack: data, logs, pid files. One supervisor at a time owns it. */
final class DataFolder {
  private static final String MARKER = "parley-data";
  private static final String KEYCLOAK = "keycloak";

  private final Path folder;
  private FileChannel lockFile;

  DataFolder(Path folder) {
    this.folder = folder;
  }

  Path path() {
    return folder;
  }

  /** Takes the folder; one clear line if another supervisor has it. */
  void lock() {
    try {
      Files.createDirectories(folder.resolve("run"));
      Files.writeString(
          folder.resolve(MARKER), "Data of a local Parley; ./parley reset empties it\n");
      lockFile =
          FileChannel.open(
              folder.resolve("run/lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = lockFile.tryLock();
      if (lock == null) {
        lockFile.close();
        throw new StackException("Parley runs already with " + folder + ": stop it first");
      }
    } catch (OverlappingFileLockException e) {
      throw new StackException("Parley runs already with " + folder + ": stop it first", e);
    } catch (IOException e) {
      throw new StackException("Cannot use " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Ends what an earlier supervisor that was killed may have left, if it is provably ours. */
  int endLeftovers() {
    int ended = 0;
    try (Stream<Path> files = Files.list(folder.resolve("run"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".pid")).toList()) {
        String name = file.getFileName().toString().replace(".pid", "");
        ManagedProcess leftover =
            new ManagedProcess(
                ProcessSpec.in(folder, name, List.of(), Map.of(), folder.toString()));
        if (leftover.isAlive()) {
          leftover.stop(name.equals("postgres") ? "INT" : "TERM", Duration.ofSeconds(10));
          ended++;
        }
        Files.deleteIfExists(file);
      }
      return ended;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Each start has its own logs; those of the start before are kept beside them. */
  void rotateLogs() {
    Path logs = folder.resolve("logs");
    if (!Files.isDirectory(logs)) {
      return;
    }
    try (Stream<Path> files = Files.list(logs)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".log")).toList()) {
        Files.move(
            file,
            file.resolveSibling(file.getFileName() + ".1"),
            StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port of the last start, so that tokens name the right issuer. */
  void rememberPort(int port) {
    try {
      Files.writeString(folder.resolve("port"), port + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  OptionalInt lastPort() {
    try {
      return OptionalInt.of(Integer.parseInt(Files.readString(folder.resolve("port")).strip()));
    } catch (IOException | NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  /** Which issuer the last start had, so that tokens come from the right one. */
  void rememberIssuer(boolean keycloak) {
    try {
      Files.writeString(folder.resolve("issuer"), keycloak ? KEYCLOAK + "\n" : "local\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tokens of the issuer that the last start had. */
  AccessTokens tokens(Ports ports) {
    URI authBase = URI.create("http://localhost:" + ports.edge() + "/auth");
    return hasKeycloak()
        ? new KeycloakTokens(authBase, ports.issuer())
        : new DemoTokens(SigningKey.in(signingKey()), authBase, Clock.systemUTC());
  }

  private boolean hasKeycloak() {
    try {
      return Files.readString(folder.resolve("issuer")).strip().equals(KEYCLOAK);
    } catch (IOException e) {
      return false;
    }
  }

  /** The key of the tokens that the suite gives to followers without an issuer. */
  String followerTokensKey() {
    return FollowerTokensKey.in(folder.resolve("follower-tokens-key"));
  }

  Path signingKey() {
    return folder.resolve("signing-key.json");
  }

  /** Deletes everything in the folder; refuses folders that no start of Parley has marked. */
  void empty() {
    if (!Files.exists(folder)) {
      return;
    }
    if (!Files.exists(folder.resolve(MARKER))) {
      throw new StackException(folder + " is not a data folder of Parley: nothing was deleted");
    }
    lock();
    endLeftovers();
    unlock();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot empty " + folder, e);
    }
  }

  void unlock() {
    try {
      if (lockFile != null) {
        lockFile.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
