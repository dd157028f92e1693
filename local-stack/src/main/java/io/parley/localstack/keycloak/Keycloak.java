package io.parley.localstack.keycloak;

import io.parley.localstack.identity.Issuer;
import io.parley.localstack.identity.Realm;
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
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Keycloak behind the edge's {@code /auth}, with its data in the stack's PostgreSQL. The unpacked
 * distribution is shared by all stacks of a user and holds nothing of theirs.
 */
public final class Keycloak {
  /** Database of all realms. */
  public static final String DATABASE = "parley_keycloak";

  private static final List<String> BUILD =
      List.of("--db=postgres", "--http-relative-path=/auth", "--health-enabled=false");

  private static final Duration BUILD_PATIENCE = Duration.ofMinutes(4);
  private static final Duration START_PATIENCE = Duration.ofMinutes(3);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);

  private final Path home;
  private final Path realms;
  private final URI publicAddress;
  private final int port;
  private final ManagedProcess process;

  /**
   * @param home the unpacked distribution
   * @param realms folder of the files to import
   * @param data folder of the stack
   * @param publicAddress where people reach the edge
   */
  public Keycloak(
      Path home, Path realms, Path data, URI publicAddress, int port, PostgresServer postgres) {
    this.home = home;
    this.realms = realms;
    this.publicAddress = publicAddress;
    this.port = port;
    String mark = data.resolve("run/keycloak").toString();
    this.process =
        new ManagedProcess(
            ProcessSpec.in(
                data,
                "keycloak",
                ManagedProcess.dyingWithParent("SIGTERM", command(home, mark)),
                environment(postgres),
                mark));
  }

  public ManagedProcess process() {
    return process;
  }

  /** The address under which each realm is found, with its name behind. */
  public static String realmsBelow(String authBase) {
    return authBase + "/realms";
  }

  /** True when {@link #build} has nothing to do. */
  public boolean isBuilt() {
    try {
      return Files.readString(builtMark()).equals(String.join(" ", BUILD));
    } catch (IOException e) {
      return false;
    }
  }

  /** Prepares the distribution for PostgreSQL and our path; takes half a minute, once. */
  public void build(Path log) {
    if (!Files.isRegularFile(home.resolve("bin/kc.sh"))) {
      throw new StackException(
          "Keycloak is not there, " + home + " is empty: ./parley up --keycloak fetches it");
    }
    List<String> command =
        new ArrayList<>(List.of("bash", home.resolve("bin/kc.sh").toString(), "build"));
    command.addAll(BUILD);
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      Process build = builder.start();
      if (!build.waitFor(BUILD_PATIENCE.toSeconds(), TimeUnit.SECONDS) || build.exitValue() != 0) {
        build.descendants().forEach(ProcessHandle::destroyForcibly);
        build.destroyForcibly();
        throw new StackException("Keycloak could not be built, see " + log);
      }
      Files.writeString(builtMark(), String.join(" ", BUILD));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while Keycloak was being built", e);
    }
  }

  /** Launches it; on the first start with a database it imports the realms. */
  public void launch() {
    importable();
    process.start();
  }

  /** Waits until all realms answer. */
  public void awaitReady() {
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (Realm realm : Realm.values()) {
        URI discovery =
            URI.create(
                realmsBelow("http://127.0.0.1:" + port + "/auth")
                    + "/"
                    + realm.path()
                    + "/.well-known/openid-configuration");
        if (!Await.until(START_PATIENCE, 200, () -> Await.answersOk(client, discovery))) {
          throw new StackException(
              "Keycloak did not become ready within "
                  + START_PATIENCE.toMinutes()
                  + " min, see "
                  + process.spec().logFile());
        }
      }
    }
  }

  public void stop() {
    process.stop("TERM", STOP_PATIENCE);
  }

  private Path builtMark() {
    return home.resolve("built-for-parley");
  }

  /** Keycloak imports what is in a folder of its own. */
  private void importable() {
    try (Stream<Path> files = Files.list(realms)) {
      Path folder = Files.createDirectories(home.resolve("data/import"));
      for (Path file : files.filter(path -> path.toString().endsWith(".json")).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The realms of Keycloak cannot be read", e);
    }
  }

  /** What {@code bin/kc.sh start --optimized} comes to, without the shell between us and it. */
  private static List<String> command(Path home, String mark) {
    List<String> command = new ArrayList<>();
    command.add(ChildJvm.java());
    command.addAll(ChildJvm.quiet());
    command.addAll(
        List.of(
            "-Xms64m",
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-XX:MaxMetaspaceSize=256m",
            "-Dfile.encoding=UTF-8",
            "-Djava.net.preferIPv4Stack=true",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.base/java.security=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "-Duser.language=en",
            "-Duser.country=US",
            "-Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
            "-Dparley.instance=" + mark,
            "-Dkc.home.dir=" + home,
            "-Djboss.server.config.dir=" + home.resolve("conf"),
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-Dpicocli.disable.closures=true",
            "-Dquarkus-log-max-startup-records=10000",
            "-cp",
            home.resolve("lib/quarkus-run.jar").toString(),
            "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
            "start",
            "--optimized",
            "--import-realm"));
    return command;
  }

  private Map<String, String> environment(PostgresServer postgres) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("KC_DB_URL", postgres.jdbcUrl(DATABASE));
    settings.put("KC_DB_USERNAME", PostgresServer.USER);
    settings.put("KC_DB_PASSWORD", PostgresServer.PASSWORD);
    settings.put("KC_DB_POOL_INITIAL_SIZE", "1");
    settings.put("KC_DB_POOL_MIN_SIZE", "1");
    settings.put("KC_DB_POOL_MAX_SIZE", "10");
    settings.put("KC_HTTP_ENABLED", "true");
    settings.put("KC_HTTP_HOST", "127.0.0.1");
    settings.put("KC_HTTP_PORT", Integer.toString(port));
    settings.put("KC_HOSTNAME", publicAddress + "/auth");
    settings.put("KC_PROXY_HEADERS", "xforwarded");
    // One node: nobody else shares its caches.
    settings.put("KC_CACHE", "local");
    settings.put("PARLEY_PUBLIC_URL", publicAddress.toString());
    settings.put("PARLEY_SERVICE_CLIENT_SECRET", Issuer.SERVICE_SECRET);
    settings.put("PARLEY_DEMO_LOGIN", "true");
    return settings;
  }
}
