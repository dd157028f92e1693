package io.parley.e2e.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A whole suite started by {@code ./parley up --no-build}: what is tested is what was built before.
 */
public final class Stack implements Site, AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofMinutes(5);
  private static final Duration RESTART_PATIENCE = Duration.ofMinutes(2);
  private static final Duration STOP_PATIENCE = Duration.ofMinutes(1);
  private static final int BLOCK = 250;
  private static final int RUN = (int) (System.currentTimeMillis() / 100 % 100_000_000);
  private static final HttpClient HEALTH = HttpClient.newHttpClient();

  private final int port;
  private final Path data;
  private final Process process;
  private final boolean ours;
  private final List<String> output = new CopyOnWriteArrayList<>();
  private final Map<String, Person> people = new HashMap<>();
  private final Map<String, Deque<Person>> unused = new HashMap<>();
  private final Map<String, Integer> issued = new HashMap<>();

  private Stack(int port, Path data, List<String> options, Map<String, String> environment) {
    this.port = port;
    this.data = data;
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "up",
                "--no-build",
                "--demo-records",
                "0",
                "--port",
                Integer.toString(port),
                "--data",
                data.toString()));
    arguments.addAll(options);
    this.process = Parley.start(arguments, environment);
    this.ours = true;
    Thread.ofPlatform().daemon().start(() -> process.inputReader().lines().forEach(output::add));
    Thread.ofPlatform().daemon().start(() -> process.errorReader().lines().forEach(output::add));
  }

  /** Starts a suite with an empty data folder and returns when it is ready. */
  public static Stack start(String... options) {
    return startWith(Map.of(), options);
  }

  /** Starts one whose services find more in their environment. */
  public static Stack startWith(Map<String, String> environment, String... options) {
    try {
      Path data = Files.createTempDirectory("parley-e2e");
      Stack stack = new Stack(Parley.freePort(), data, List.of(options), environment);
      stack.awaitReady();
      return stack;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Stack(int port, Path data) {
    this.port = port;
    this.data = data;
    this.process = null;
    this.ours = false;
  }

  /** A suite that somebody else has started and will stop; faults are theirs to cause. */
  public static Stack running(Path data) {
    try {
      return new Stack(Integer.parseInt(Files.readString(data.resolve("port")).strip()), data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitReady() {
    try {
      Await.until(
          "Parley is ready",
          START_PATIENCE,
          () ->
              !process.isAlive()
                  || output.stream().anyMatch(line -> line.contains("Parley is ready: " + http())));
    } catch (AssertionError e) {
      close();
      throw new AssertionError(e.getMessage() + "\n" + String.join("\n", output), e);
    }
    if (!process.isAlive()) {
      throw new AssertionError("./parley up has ended:\n" + String.join("\n", output));
    }
  }

  public int port() {
    return port;
  }

  public Path data() {
    return data;
  }

  /** What the supervisor has printed. */
  public List<String> output() {
    return List.copyOf(output);
  }

  @Override
  public URI http() {
    return URI.create("http://localhost:" + port);
  }

  /** A gateway's own address: 1 is the first. Only to say which of several is meant. */
  public URI socketOfGateway(int number, String side) {
    int own = number == 1 ? port + 2 : port + 12 + number;
    return URI.create("ws://127.0.0.1:" + own + "/ws/" + side);
  }

  /** An instance's own address, named as its pid file. Only to say which of several is meant. */
  public URI addressOf(String name) {
    return URI.create("http://127.0.0.1:" + portOf(name));
  }

  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + (port + 5) + "/parley_conversation";
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + (port + 6);
  }

  // ---- people ---------------------------------------------------------------------------------

  /** Somebody of the demo data, such as {@code agent-1}. */
  public synchronized Person person(String name) {
    return people.computeIfAbsent(name, unknown -> new Person(unknown, tokens(unknown).getFirst()));
  }

  /** A follower of channel demo whom no test has met yet. */
  public Person newFollower() {
    return newPerson("follower");
  }

  /** As many followers of channel demo whom no test has met yet. */
  public List<Person> newFollowers(int count) {
    return Stream.generate(this::newFollower).limit(count).toList();
  }

  /** Somebody new of a numbered kind: {@code follower}, {@code other-follower}, … */
  public synchronized Person newPerson(String kind) {
    Deque<Person> left = unused.computeIfAbsent(kind, unknown -> new ArrayDeque<>());
    if (left.isEmpty()) {
      // A suite that is already running may know those of an earlier run.
      int first = issued.getOrDefault(kind, ours ? 0 : RUN) + 1;
      issued.put(kind, first + BLOCK - 1);
      List<String> tokens = tokens(kind + "-" + first + ".." + (first + BLOCK - 1));
      for (int i = 0; i < tokens.size(); i++) {
        left.add(new Person(kind + "-" + (first + i), tokens.get(i)));
      }
    }
    return left.remove();
  }

  /** Access tokens as {@code ./parley token} prints them. */
  public List<String> tokens(String... arguments) {
    List<String> command = new ArrayList<>(List.of("token", "--data", data.toString()));
    command.addAll(List.of(arguments));
    Parley.Outcome outcome = Parley.run(command.toArray(String[]::new));
    if (outcome.exitCode() != 0) {
      throw new AssertionError("./parley token failed: " + outcome.err());
    }
    return outcome.out();
  }

  // ---- faults ---------------------------------------------------------------------------------

  /**
   * Ends a child as {@code kill -9} does and returns when it is gone.
   *
   * @param name as its pid file: conversation-service, messaging-gateway-2, kafka, postgres, …
   * @return the pid that is gone
   */
  public long kill(String name) {
    ProcessHandle child =
        pid(name)
            .flatMap(ProcessHandle::of)
            .orElseThrow(() -> new AssertionError(name + " does not run"));
    child.destroyForcibly();
    Await.until(name + " is gone", STOP_PATIENCE, () -> !child.isAlive());
    return child.pid();
  }

  /**
   * Tells a service to end, as an orchestrator does, and returns when it has. Its JVM may write its
   * archive of classes after that, and is waited for too.
   *
   * @param patience how long it may take until nobody listens any more, from the signal on
   * @return the pid that is gone
   */
  public long terminate(String name, Duration patience) {
    long pid = pid(name).orElseThrow(() -> new AssertionError(name + " does not run"));
    signal("-TERM", name);
    int listening = portOf(name);
    Await.until(name + " is out", patience, () -> !accepts(listening));
    Await.until(name + " has ended", STOP_PATIENCE, () -> !isAlive(pid));
    return pid;
  }

  /** Stops a child in its tracks, as a machine does that hangs; {@link #goOn} ends it. */
  public void pause(String name) {
    signal("-STOP", name);
  }

  /** Ends a {@link #pause}. */
  public void goOn(String name) {
    signal("-CONT", name);
  }

  private void signal(String signal, String name) {
    long pid = pid(name).orElseThrow(() -> new AssertionError(name + " does not run"));
    try {
      int exit = new ProcessBuilder("kill", signal, Long.toString(pid)).start().waitFor();
      if (exit != 0) {
        throw new AssertionError("kill " + signal + " " + name + " ended with " + exit);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits until the supervisor has started a killed child again and it is ready. */
  public void awaitRestart(String name, long killedPid) {
    Await.until(
        name + " runs again",
        RESTART_PATIENCE,
        () -> pid(name).filter(pid -> pid != killedPid && isAlive(pid)).isPresent());
    switch (name) {
      // Their readers know when they are back.
      case "kafka" -> awaitHealthy(port + 2);
      case "postgres" -> awaitHealthy(port + 1);
      default -> awaitHealthy(portOf(name));
    }
  }

  /** Waits until every part says that it is ready. */
  public void awaitAllReady(List<String> names) {
    names.forEach(name -> awaitHealthy(portOf(name)));
  }

  private int portOf(String name) {
    return switch (name) {
      case "conversation-service" -> port + 1;
      case "messaging-gateway" -> port + 2;
      case "attachment-service" -> port + 3;
      case "analytics-service" -> port + 4;
      case "conversation-service-2" -> port + 10;
      case "messaging-gateway-2" -> port + 14;
      case "attachment-service-2" -> port + 18;
      case "analytics-service-2" -> port + 19;
      default -> throw new IllegalArgumentException("No port is known of " + name);
    };
  }

  private static void awaitHealthy(int port) {
    Await.until("port " + port + " is ready", RESTART_PATIENCE, () -> isHealthy(port));
  }

  private static boolean isHealthy(int port) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready"))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      return HEALTH.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The pid of a child, as its pid file has it. */
  public Optional<Long> pid(String name) {
    try {
      return Optional.of(
          Long.parseLong(Files.readString(data.resolve("run/" + name + ".pid")).strip()));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Every process that the supervisor has started, directly or not, and itself. */
  public List<ProcessHandle> processes() {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    return all;
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  // ---- the end --------------------------------------------------------------------------------

  /**
   * Tells the supervisor to end, as Ctrl-C or a service manager does.
   *
   * @return its exit code
   */
  public int terminate() {
    // Process.destroy would close the pipes first, and what it says while it stops would be lost.
    process.toHandle().destroy();
    try {
      if (!process.waitFor(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("./parley up does not end:\n" + String.join("\n", output));
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Stops everything, by force if need be, and deletes the data. Logs of a failed run are kept. */
  @Override
  public void close() {
    if (!ours) {
      return;
    }
    List<ProcessHandle> started = processes();
    try {
      if (process.isAlive()) {
        terminate();
      }
    } finally {
      started.forEach(ProcessHandle::destroyForcibly);
    }
    if (!Boolean.getBoolean("parley.e2e.keep")) {
      delete(data);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // Temporary files: what a process still held open is left to the system.
      System.err.println("Left behind: " + folder);
    }
  }
}
