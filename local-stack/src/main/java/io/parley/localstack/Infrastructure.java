package io.parley.localstack;

import io.parley.localstack.identity.DemoTokens;
import io.parley.localstack.identity.IssuerMain;
import io.parley.localstack.identity.SigningKey;
import io.parley.localstack.kafka.KafkaBroker;
import io.parley.localstack.postgres.PostgresServer;
import io.parley.localstack.process.Await;
import io.parley.localstack.process.ChildJvm;
import io.parley.localstack.process.ManagedProcess;
import io.parley.localstack.process.ProcessSpec;
import io.parley.localstack.process.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * PostgreSQL, Kafka and the issuer for the tests of the other modules, on free ports, with data
 * that is thrown away. They are children of this JVM, started at the first {@link #start()} and
 * stopped at JVM exit; later calls, from whatever class loader, find the ones that run.
 */
public final class Infrastructure {
  /** The folder of the running infrastructure; a system property is seen by all class loaders. */
  private static final String FOLDER_PROPERTY = "io.parley.localstack.infrastructure";

  private static final List<String> SMALL_JVM =
      Stream.concat(
              Stream.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
              ChildJvm.quiet().stream())
          .toList();

  private final PostgresServer postgres;
  private final KafkaBroker kafka;
  private final ManagedProcess issuer;
  private final URI authBase;
  private final DemoTokens tokens;

  private Infrastructure(Path folder, List<Integer> ports) {
    this.postgres = PostgresServer.throwaway(folder, ports.get(0));
    this.kafka = KafkaBroker.in(folder, ports.get(1), ports.get(2), SMALL_JVM);
    this.authBase = URI.create("http://localhost:" + ports.get(3) + "/auth");
    Path keyFile = folder.resolve("signing-key.json");
    SigningKey key = SigningKey.in(keyFile);
    this.tokens = new DemoTokens(key, authBase, Clock.systemUTC());
    List<String> command =
        ChildJvm.command(
            SMALL_JVM,
            IssuerMain.class.getName(),
            List.of(keyFile.toString(), ports.get(3).toString(), authBase.toString()));
    this.issuer =
        new ManagedProcess(
            ProcessSpec.in(
                folder,
                "issuer",
                ManagedProcess.dyingWithParent("SIGKILL", command),
                Map.of(),
                keyFile.toString()));
  }

  /** The infrastructure of this JVM, started if it does not run yet. Takes a few seconds then. */
  public static Infrastructure start() {
    // An interned string is the same object in every class loader, as this lock has to be.
    synchronized (FOLDER_PROPERTY.intern()) {
      String folder = System.getProperty(FOLDER_PROPERTY);
      return folder == null ? startNew() : attach(Path.of(folder));
    }
  }

  /**
   * The settings that every service reads, by the names of its environment variables; they serve as
   * configuration properties too. The database's name is left to the service's own default.
   */
  public Map<String, String> environment() {
    return Settings.of(
        postgres, bootstrapServers(), tokens, authBase.toString(), "messaging-gateway");
  }

  /** An access token of a demo person such as {@code agent-1}, valid for twelve hours. */
  public String token(String name) {
    return tokens.sign(name);
  }

  /** An access token with its own life time; a negative one has expired already. */
  public String token(String name, Duration ttl) {
    return tokens.sign(name, ttl);
  }

  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  /** JDBC address of a database such as {@code parley_conversation}. */
  public String jdbcUrl(String database) {
    return postgres.jdbcUrl(database);
  }

  /** The broker, to be stopped, killed, paused and started by fault tests. */
  public KafkaBroker kafka() {
    return kafka;
  }

  /** The database server, to be stopped, killed and started by fault tests. */
  public PostgresServer postgres() {
    return postgres;
  }

  private static Infrastructure startNew() {
    try {
      Path folder = Files.createTempDirectory("parley-test-");
      List<Integer> ports = Await.freePorts(4);
      Files.write(
          folder.resolve("ports"), ports.stream().map(port -> Integer.toString(port)).toList());
      Infrastructure infrastructure = new Infrastructure(folder, ports);
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> infrastructure.close(folder), "parley-close"));
      CompletableFuture<Void> postgres =
          CompletableFuture.runAsync(infrastructure.postgres::start, Thread::startVirtualThread);
      infrastructure.kafka.launch();
      infrastructure.issuer.start();
      infrastructure.kafka.awaitReady();
      infrastructure.awaitIssuer();
      postgres.join();
      System.setProperty(FOLDER_PROPERTY, folder.toString());
      return infrastructure;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot create a folder for the test infrastructure", e);
    }
  }

  private static Infrastructure attach(Path folder) {
    try {
      return new Infrastructure(
          folder,
          Files.readAllLines(folder.resolve("ports")).stream().map(Integer::valueOf).toList());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + folder, e);
    }
  }

  private void awaitIssuer() {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI discovery = URI.create(authBase + "/agents/.well-known/openid-configuration");
      if (!Await.until(Duration.ofSeconds(60), () -> Await.answersOk(client, discovery))) {
        throw new StackException("The issuer did not start, see " + issuer.spec().logFile());
      }
    }
  }

  private void close(Path folder) {
    issuer.kill();
    // Thrown away anyway: no need to be polite.
    kafka.kill();
    postgres.stopImmediately();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // Best effort at exit: the folder is in the system's folder for temporary files.
    }
  }
}
