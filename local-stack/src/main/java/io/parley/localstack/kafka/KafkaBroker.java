package io.parley.localstack.kafka;

import io.parley.localstack.process.Await;
import io.parley.localstack.process.ChildJvm;
import io.parley.localstack.process.ManagedProcess;
import io.parley.localstack.process.ProcessSpec;
import io.parley.localstack.process.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The broker as a child JVM running {@link KafkaBrokerMain}. Its log is in {@code data/kafka} and
 * is kept over restarts; topics that are missing are created at each start.
 */
public final class KafkaBroker {
  private static final Duration START_PATIENCE = Duration.ofSeconds(60);

  private final Path data;
  private final int port;
  private final int controllerPort;
  private final List<String> jvmOptions;

  private KafkaBroker(Path data, int port, int controllerPort, List<String> jvmOptions) {
    this.data = data.toAbsolutePath().normalize();
    this.port = port;
    this.controllerPort = controllerPort;
    this.jvmOptions = jvmOptions;
  }

  /** A broker that keeps its log in {@code data/kafka}. */
  public static KafkaBroker in(Path data, int port, int controllerPort, List<String> jvmOptions) {
    return new KafkaBroker(data, port, controllerPort, List.copyOf(jvmOptions));
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** Starts the broker and waits until it serves clients and has every topic. */
  public void start() {
    launch();
    awaitReady();
  }

  /** Starts the child without waiting. */
  public void launch() {
    if (!process().isAlive()) {
      process().start();
    }
  }

  /** Waits until the broker serves clients and has every topic. */
  public void awaitReady() {
    ManagedProcess process = process();
    boolean ready = Await.until(START_PATIENCE, () -> isReady() || !process.isAlive());
    if (!ready || !isReady()) {
      throw new StackException("Kafka did not become ready, see " + process.spec().logFile());
    }
  }

  /** True if the child that runs now has said that it is ready. */
  public boolean isReady() {
    try {
      String ready = Files.readString(data.resolve("kafka").resolve(KafkaBrokerMain.READY_FILE));
      return process()
          .handle()
          .map(ProcessHandle::pid)
          .filter(pid -> ready.equals(Long.toString(pid)))
          .isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  public void stop() {
    process().stop("TERM", Duration.ofSeconds(15));
  }

  /** {@code kill -9}. */
  public void kill() {
    process().kill();
  }

  /** SIGSTOP: connections stay open and nothing answers, as on a machine that hangs. */
  public void pause() {
    process().signal("STOP");
  }

  /** Ends a {@link #pause()}. */
  public void resume() {
    process().signal("CONT");
  }

  public boolean isAlive() {
    return process().isAlive();
  }

  /** The broker as a child process, for a supervisor. */
  public ManagedProcess process() {
    Path folder = data.resolve("kafka");
    List<String> command =
        ChildJvm.command(
            jvmOptions,
            KafkaBrokerMain.class.getName(),
            List.of(folder.toString(), Integer.toString(port), Integer.toString(controllerPort)));
    return new ManagedProcess(
        ProcessSpec.in(
            data,
            "kafka",
            ManagedProcess.dyingWithParent("SIGTERM", command),
            Map.of(),
            folder.toString()));
  }
}
