package io.parley.localstack.postgres;

import io.parley.localstack.process.Await;
import io.parley.localstack.process.ManagedProcess;
import io.parley.localstack.process.ProcessSpec;
import io.parley.localstack.process.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL on a loopback port, durable as in production ({@code fsync} and {@code
 * synchronous_commit} on). Its folder is kept over restarts.
 */
public final class PostgresServer {
  /** Role and password of every database of the local stack. */
  public static final String USER = "parley";

  public static final String PASSWORD = "parley";

  /** Created on first start, one for each service that has a database. */
  public static final List<String> DATABASES =
      List.of("parley_conversation", "parley_attachment", "parley_analytics");

  private static final String SUPERUSER = "postgres";
  private static final Duration START_PATIENCE = Duration.ofSeconds(60);

  private final Path data;
  private final Path cluster;
  private final int port;
  private final boolean throwaway;

  private PostgresServer(Path data, int port, boolean throwaway) {
    this.data = data.toAbsolutePath().normalize();
    this.cluster = this.data.resolve("postgres");
    this.port = port;
    this.throwaway = throwaway;
  }

  /** A server whose cluster is in {@code data/postgres}. */
  public static PostgresServer in(Path data, int port) {
    return new PostgresServer(data, port, false);
  }

  /** The same, but what was created is not flushed to disk first: for tests, which delete it. */
  public static PostgresServer throwaway(Path data, int port) {
    return new PostgresServer(data, port, true);
  }

  public int port() {
    return port;
  }

  /** JDBC address of one of {@link #DATABASES}. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /** Starts the server, on first use after creating cluster, role and databases; waits for both. */
  public void start() {
    boolean fresh = !Files.exists(cluster.resolve("PG_VERSION"));
    if (fresh) {
      createCluster();
    }
    ManagedProcess process = process();
    if (!process.isAlive()) {
      process.start();
    }
    try (Connection connection = connectWhenReady(process)) {
      createDatabases(connection);
    } catch (SQLException e) {
      throw new StackException("PostgreSQL started but its databases could not be created", e);
    }
  }

  /** Creates one more database of {@link #USER} unless it exists; the server has to run. */
  public void createDatabase(String name) {
    try (Connection connection = superuser();
        Statement statement = connection.createStatement()) {
      createDatabase(statement, name);
    } catch (SQLException e) {
      throw new StackException("The database " + name + " could not be created", e);
    }
  }

  /** Fast shutdown: running transactions are rolled back, all data is flushed. */
  public void stop() {
    process().stop("INT", Duration.ofSeconds(20));
  }

  /** Immediate shutdown, which needs crash recovery at the next start; waits for the end. */
  public void stopImmediately() {
    process().stop("QUIT", Duration.ofSeconds(10));
  }

  /** {@code kill -9} of the postmaster; its backends notice and leave. */
  public void kill() {
    process().kill();
  }

  public boolean isAlive() {
    return process().isAlive();
  }

  /** The server as a child process, for a supervisor. */
  public ManagedProcess process() {
    return new ManagedProcess(
        ProcessSpec.in(
            data,
            "postgres",
            Rootless.wrap(ManagedProcess.dyingWithParent("SIGINT", postgresCommand())),
            Map.of(),
            cluster.toString()));
  }

  private List<String> postgresCommand() {
    List<String> command =
        new ArrayList<>(
            List.of(
                PostgresBinaries.home().resolve("bin/postgres").toString(),
                "-D",
                cluster.toString(),
                "-p",
                Integer.toString(port)));
    settings().forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    return command;
  }

  private static Map<String, String> settings() {
    return new java.util.TreeMap<>(
        Map.ofEntries(
            Map.entry("listen_addresses", "127.0.0.1"),
            Map.entry("unix_socket_directories", ""),
            Map.entry("max_connections", "200"),
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("full_page_writes", "on"),
            // Compiling costs more than it saves for statements that touch a few hundred rows.
            Map.entry("jit", "off"),
            Map.entry("shared_buffers", "128MB"),
            Map.entry("max_wal_size", "1GB"),
            // A busy minute leaves ten thousand dead rows in the outbox for each look to skip.
            Map.entry("autovacuum_naptime", "10s"),
            // Without the details of an error, which quote what somebody wrote.
            Map.entry("log_error_verbosity", "terse"),
            Map.entry("log_timezone", "UTC"),
            Map.entry("timezone", "UTC"),
            Map.entry("log_line_prefix", "%m [%p] %d ")));
  }

  private void createCluster() {
    try {
      Files.createDirectories(data);
      if (Files.exists(cluster)) {
        // A first start that was interrupted; a complete cluster has PG_VERSION and the mark below.
        PostgresBinaries.delete(cluster);
      }
      Path unfinished = data.resolve("postgres-unfinished");
      PostgresBinaries.delete(unfinished);
      Path passwordFile = superuserPasswordFile();
      if (!Files.exists(passwordFile)) {
        byte[] random = new byte[16];
        new java.security.SecureRandom().nextBytes(random);
        Files.createFile(
            passwordFile,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordFile, HexFormat.of().formatHex(random) + "\n");
      }
      List<String> command =
          new ArrayList<>(
              List.of(
                  PostgresBinaries.home().resolve("bin/initdb").toString(),
                  "-D",
                  unfinished.toString(),
                  "-U",
                  SUPERUSER,
                  "--auth=scram-sha-256",
                  "--pwfile=" + passwordFile,
                  "--encoding=UTF8",
                  "--locale-provider=builtin",
                  "--locale=C.UTF-8"));
      if (throwaway) {
        command.add("--no-sync");
      }
      Path log = data.resolve("logs").resolve("initdb.log");
      Files.createDirectories(log.getParent());
      Process process =
          new ProcessBuilder(Rootless.wrap(command))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new StackException("PostgreSQL could not create its data folder, see " + log);
      }
      Files.move(unfinished, cluster);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot create the PostgreSQL cluster in " + cluster, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while PostgreSQL was being created", e);
    }
  }

  private Connection connectWhenReady(ManagedProcess process) {
    long deadline = System.nanoTime() + START_PATIENCE.toNanos();
    SQLException last = null;
    while (System.nanoTime() < deadline) {
      try {
        return superuser();
      } catch (SQLException e) {
        last = e;
      }
      if (!process.isAlive()) {
        // Right after a kill -9 the old backends may still hold the shared memory.
        Await.pause(200);
        if (!process.isAlive()) {
          process.start();
        }
      }
      Await.pause(25);
    }
    throw new StackException(
        "PostgreSQL did not accept connections within "
            + START_PATIENCE.toSeconds()
            + " s, see "
            + process.spec().logFile(),
        last);
  }

  private Connection superuser() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", SUPERUSER);
    try {
      properties.setProperty("password", Files.readString(superuserPasswordFile()).strip());
    } catch (IOException e) {
      throw new UncheckedIOException("The PostgreSQL superuser's password is gone", e);
    }
    properties.setProperty("connectTimeout", "5");
    return DriverManager.getConnection(jdbcUrl("postgres"), properties);
  }

  private Path superuserPasswordFile() {
    return data.resolve("postgres-superuser");
  }

  private static void createDatabases(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!exists(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + USER + "'")) {
        statement.execute("CREATE ROLE " + USER + " LOGIN PASSWORD '" + PASSWORD + "'");
      }
      for (String database : DATABASES) {
        createDatabase(statement, database);
      }
    }
  }

  private static void createDatabase(Statement statement, String name) throws SQLException {
    if (!exists(statement, "SELECT 1 FROM pg_database WHERE datname = '" + name + "'")) {
      statement.execute("CREATE DATABASE " + name + " OWNER " + USER);
    }
  }

  private static boolean exists(Statement statement, String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      return result.next();
    }
  }
}
