package io.parley.bench.stack;

import io.parley.bench.load.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A running stack: its address, its processes, its tokens. */
public final class Stack implements AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofMinutes(10);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);
  private static final int GATEWAY_PORT = 2;
  private static final int ANALYTICS_PORT = 4;
  private static final int DATABASE_PORT = 5;

  private final Path script;
  private final URI edge;
  private final Path data;
  private final Process process;
  private final long startedAt;
  private final boolean keep;
  private final Map<String, List<String>> tokens = new LinkedHashMap<>();
  private final Thread hook;

  private Stack(Path script, URI edge, Path data, Process process, long startedAt, boolean keep) {
    this.script = script;
    this.edge = edge;
    this.data = data;
    this.process = process;
    this.startedAt = startedAt;
    this.keep = keep;
    this.hook = new Thread(this::end, "stop-stack");
    if (process != null) {
      Runtime.getRuntime().addShutdownHook(hook);
    }
  }

  /**
   * A stack that runs already.
   *
   * @param edge {@code http://host:port}, loopback
   * @param data its data folder
   */
  public static Stack attach(Path script, URI edge, Path data) {
    return new Stack(script, edge, data, null, System.nanoTime(), true);
  }

  /**
   * Starts a stack of its own; {@link #awaitReady} waits for it.
   *
   * @param port the first of twenty, or 0 to look for free ones
   * @param keep whether data and logs are left for a look after the end
   */
  public static Stack start(Path script, int port, boolean keep) {
    int first = port == 0 ? PortRange.free() : port;
    try {
      Path data = Files.createTempDirectory("parley-bench-");
      long now = System.nanoTime();
      Process process =
          new ProcessBuilder(
                  script.toString(),
                  "up",
                  "--demo-records",
                  "0",
                  "--port",
                  Integer.toString(first),
                  "--data",
                  data.toString())
              .redirectErrorStream(true)
              .redirectOutput(data.resolve("up.log").toFile())
              .start();
      return new Stack(script, URI.create("http://localhost:" + first), data, process, now, keep);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + script, e);
    }
  }

  /** When {@code ./parley up} was called, on the nanoTime clock. */
  public long startedAt() {
    return startedAt;
  }

  /** Whether {@code ./parley up} had to build something first, which is no part of starting. */
  public boolean wasBuilt() {
    try {
      return process != null && Files.readString(data.resolve("up.log")).contains("==> ");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean isOwn() {
    return process != null;
  }

  public Path data() {
    return data;
  }

  public URI edge() {
    return edge;
  }

  public Target target() {
    return new Target(edge, this::tokens);
  }

  /** JDBC address of a database of the stack's PostgreSQL. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:" + (edge.getPort() + DATABASE_PORT) + "/" + database;
  }

  /** Address of analytics-service inside the stack, for its metrics. */
  public URI analyticsService() {
    return URI.create("http://127.0.0.1:" + (edge.getPort() + ANALYTICS_PORT));
  }

  /**
   * Runs a command of the script against this stack.
   *
   * @param line told each line of its output as it comes
   */
  public void command(Consumer<String> line, String... arguments) {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--port", Integer.toString(edge.getPort()), "--data", data.toString()));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.inputReader().lines().forEach(line);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("./parley " + String.join(" ", arguments) + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Waits until REST and sockets answer. */
  public void awaitReady() {
    long deadline = System.nanoTime() + START_PATIENCE.toNanos();
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (System.nanoTime() - deadline < 0) {
        if (process != null && !process.isAlive()) {
          throw new IllegalStateException(
              "./parley up ended by itself with "
                  + process.exitValue()
                  + "; its last words:\n"
                  + lastWords());
        }
        if (answers(client)) {
          return;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
    }
    throw new IllegalStateException("The stack was not ready in time:\n" + lastWords());
  }

  /** REST answers through the edge, by refusing a stranger, and the gateway takes connections. */
  private boolean answers(HttpClient client) {
    URI gateway =
        URI.create("http://127.0.0.1:" + (edge.getPort() + GATEWAY_PORT) + "/q/health/ready");
    return status(client, edge.resolve("/api/channels/demo/conversations?limit=1")) == 401
        && status(client, gateway) == 200;
  }

  private static int status(HttpClient client, URI uri) {
    try {
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(2)).build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Access tokens, one for each name that {@code names} stands for; asked of the script once. */
  public synchronized List<String> tokens(String names) {
    return tokens.computeIfAbsent(names, this::askTokens);
  }

  private List<String> askTokens(String names) {
    try {
      Path errors = Files.createTempFile("parley-token-", ".err");
      Process asked =
          new ProcessBuilder(
                  script.toString(),
                  "token",
                  "--port",
                  Integer.toString(edge.getPort()),
                  "--data",
                  data.toString(),
                  names)
              .redirectError(errors.toFile())
              .start();
      String output = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!asked.waitFor(2, TimeUnit.MINUTES) || asked.exitValue() != 0) {
        throw new IllegalStateException(
            "./parley token " + names + " failed: " + Files.readString(errors));
      }
      Files.deleteIfExists(errors);
      return output.lines().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /**
   * The stack's processes by pid, from its pid files; each stands for its descendants too. Their
   * parent, which is the supervisor and the edge in one, is called {@code edge}.
   */
  public Map<Long, String> processes() {
    Map<Long, String> names = new TreeMap<>();
    Path run = data.resolve("run");
    if (!Files.isDirectory(run)) {
      return names;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(run, "*.pid")) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        long pid = Long.parseLong(Files.readString(file).strip());
        names.put(pid, name.substring(0, name.length() - ".pid".length()));
        ProcessHandle.of(pid)
            .flatMap(ProcessHandle::parent)
            .filter(parent -> parent.pid() > 1)
            .ifPresent(parent -> names.putIfAbsent(parent.pid(), "edge"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return names;
  }

  private String lastWords() {
    try {
      List<String> lines = Files.readAllLines(data.resolve("up.log"));
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    } catch (IOException e) {
      return "(no output)";
    }
  }

  @Override
  public void close() {
    if (process == null) {
      return;
    }
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The program is ending already, and the hook with it.
      return;
    }
  }

  private synchronized void end() {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    processes().keySet().forEach(pid -> ProcessHandle.of(pid).ifPresent(all::add));
    boolean ended = !process.isAlive();
    if (!ended) {
      process.destroy();
      try {
        ended = process.waitFor(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (!ended) {
      // Ours by descent or by the pid files of a folder that only this run has used.
      all.forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    if (!keep) {
      delete(data);
    }
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println("Could not delete " + folder + ": " + e.getMessage());
    }
  }
}
