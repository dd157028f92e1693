package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.e2e.stack.Await;
import io.parley.e2e.stack.Parley;
import io.parley.e2e.stack.Stack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator sees of {@code ./parley up} at its beginning and at its end. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class StartStopIT {

  @ParameterizedTest(name = "port +{0} of {1}")
  @CsvSource({"0, the edge", "5, PostgreSQL", "6, Kafka"})
  void aTakenPortIsOneClearLine(int offset, String user, @TempDir Path data) throws IOException {
    // Given
    int port = Parley.freePort();
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port + offset));

      // When
      Parley.Outcome outcome =
          Parley.run(
              "up", "--no-build", "--port", Integer.toString(port), "--data", data.toString());

      // Then
      assertThat(outcome.exitCode()).isEqualTo(1);
      assertThat(outcome.out()).isEmpty();
      assertThat(outcome.err()).hasSize(1);
      assertThat(outcome.err().getFirst())
          .startsWith("parley: ")
          .contains("Port " + (port + offset) + " is taken")
          .contains(user)
          .contains("--port");
    }
  }

  @Test
  void anUnknownOptionIsOneClearLine() {
    // When
    Parley.Outcome outcome = Parley.run("up", "--no-build", "--colour", "blue");

    // Then
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).hasSize(1);
    assertThat(outcome.err().getFirst()).contains("--colour").contains("./parley help");
  }

  @Test
  void sigtermLeavesNoProcessBehind() {
    // Given
    try (Stack stack = Stack.start()) {
      List<ProcessHandle> started = stack.processes();
      assertThat(started).hasSizeGreaterThan(6);

      // When
      int exitCode = stack.terminate();

      // Then: 143 is how a shell tells SIGTERM
      assertThat(exitCode).isIn(0, 143);
      Await.until(
          "every process has ended",
          Duration.ofSeconds(5),
          () -> started.stream().noneMatch(ProcessHandle::isAlive));
      assertThat(processesNaming(stack.data())).isEmpty();
    }
  }

  private static List<String> processesNaming(Path folder) {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().commandLine().stream())
        .filter(line -> line.contains(folder.toString()))
        .toList();
  }
}
