package io.parley.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * One child process, found by its pid file. All state is on disk and in the process table, so two
 * objects for the same {@link ProcessSpec} (in two class loaders, or in two programs one after the
 * other) see the same child.
 */
public final class ManagedProcess {
  /**
   * Linux sends the parent-death signal when the <em>thread</em> that created the child ends, so
   * all children are created on one thread that lives as long as this program.
   */
  private static final ExecutorService SPAWNER =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("parley-spawner").factory());

  /** Milliseconds for which an empty command line is looked at again. */
  private static final int EMPTY_LOOKS = 20;

  private final ProcessSpec spec;

  public ManagedProcess(ProcessSpec spec) {
    this.spec = spec;
  }

  public ProcessSpec spec() {
    return spec;
  }

  /**
   * Wraps a command so that the child gets a signal when this program dies, however it dies, and so
   * that Ctrl-C in the terminal reaches this program alone, which then stops its children in order.
   * Where the tools for that are missing (macOS) the command is returned as it is, and the next
   * start cleans up by pid file.
   */
  public static List<String> dyingWithParent(String signal, List<String> command) {
    List<String> tools = List.of("/usr/bin/setsid", "/usr/bin/setpriv");
    if (!tools.stream().allMatch(tool -> Files.isExecutable(Path.of(tool)))) {
      return command;
    }
    // Both replace themselves by the command: the pid stays that of the child we start.
    List<String> wrapped =
        new ArrayList<>(List.of(tools.get(0), tools.get(1), "--pdeathsig", signal));
    wrapped.addAll(command);
    return wrapped;
  }

  /** Starts the child and writes its pid file. Returns as soon as it runs, not when it is ready. */
  public ProcessHandle start() {
    if (handle().isPresent()) {
      throw new IllegalStateException(spec.name() + " runs already, see " + spec.pidFile());
    }
    try {
      Files.createDirectories(parentOf(spec.pidFile()));
      Files.createDirectories(parentOf(spec.logFile()));
      ProcessBuilder builder = new ProcessBuilder(spec.command());
      builder.environment().putAll(spec.environment());
      builder.redirectErrorStream(true);
      builder.redirectInput(new java.io.File("/dev/null"));
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(spec.logFile().toFile()));
      Process process = SPAWNER.submit(builder::start).get();
      Files.writeString(spec.pidFile(), process.pid() + "\n");
      return process.toHandle();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ExecutionException e) {
      throw new StackException(
          "Cannot start " + spec.name() + ": " + e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while starting " + spec.name(), e);
    }
  }

  /** The running child, if the pid file names a live process that carries our mark. */
  public Optional<ProcessHandle> handle() {
    return pid().flatMap(ProcessHandle::of).filter(ProcessHandle::isAlive).filter(this::isOurs);
  }

  public boolean isAlive() {
    return handle().isPresent();
  }

  /** Completes when the child ends; at once if it does not run. */
  public CompletableFuture<ProcessHandle> onExit() {
    return handle()
        .map(ProcessHandle::onExit)
        .orElseGet(() -> CompletableFuture.completedFuture(null));
  }

  /** Sends a signal such as {@code TERM}, {@code KILL}, {@code STOP} or {@code CONT}. */
  public void signal(String signal) {
    handle().ifPresent(process -> signal(process, signal));
  }

  /** Ends the child: the polite signal first, SIGKILL once the patience is over. */
  public void stop(String politeSignal, Duration patience) {
    Optional<ProcessHandle> running = handle();
    if (running.isPresent()) {
      ProcessHandle process = running.get();
      // Snapshot before the end: a killed parent leaves children that can no longer be found.
      List<ProcessHandle> descendants = process.descendants().toList();
      signal(process, politeSignal);
      if (!endsWithin(process, patience)) {
        signal(process, "KILL");
        endsWithin(process, Duration.ofSeconds(10));
      }
      descendants.stream().filter(ProcessHandle::isAlive).forEach(d -> signal(d, politeSignal));
    }
    deletePidFile();
  }

  /** SIGKILL, as in {@code kill -9}; returns when the process is gone. */
  public void kill() {
    handle()
        .ifPresent(
            process -> {
              signal(process, "KILL");
              endsWithin(process, Duration.ofSeconds(10));
            });
  }

  private Optional<Long> pid() {
    try {
      return Optional.of(Long.parseLong(Files.readString(spec.pidFile()).strip()));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private boolean isOurs(ProcessHandle process) {
    Path commandLine = Path.of("/proc/" + process.pid() + "/cmdline");
    try {
      String text = Files.readString(commandLine, StandardCharsets.ISO_8859_1);
      for (int i = 0; text.isEmpty() && i < EMPTY_LOOKS && process.isAlive(); i++) {
        // For a moment while it becomes another program, and for ever once it has ended.
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        text = Files.readString(commandLine, StandardCharsets.ISO_8859_1);
      }
      // Latin-1: any bytes can be read; the mark is compared in the same way.
      return text.contains(
          new String(spec.mark().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return process.info().commandLine().filter(line -> line.contains(spec.mark())).isPresent();
    }
  }

  private static boolean endsWithin(ProcessHandle process, Duration patience) {
    try {
      process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void signal(ProcessHandle process, String signal) {
    try {
      new ProcessBuilder(
              "kill", "-" + signal.toUpperCase(Locale.ROOT), Long.toString(process.pid()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deletePidFile() {
    try {
      Files.deleteIfExists(spec.pidFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path parentOf(Path file) {
    return file.toAbsolutePath().getParent();
  }
}
