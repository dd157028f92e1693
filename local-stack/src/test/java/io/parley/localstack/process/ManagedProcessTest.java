package io.parley.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagedProcessTest {
  @TempDir private Path folder;

  @Test
  void aChildIsFoundAgainByItsPidFile() {
    // Given
    ProcessSpec spec = sleeper("4711.5");
    ProcessHandle started = new ManagedProcess(spec).start();

    // When
    ManagedProcess found = new ManagedProcess(spec);

    // Then
    assertThat(Await.until(Duration.ofSeconds(5), found::isAlive)).isTrue();
    assertThat(found.handle()).contains(started);
    found.stop("TERM", Duration.ofSeconds(5));
    assertThat(started.isAlive()).isFalse();
    assertThat(spec.pidFile()).doesNotExist();
  }

  @Test
  void aStrangersProcessIsNeverTouched() throws Exception {
    // Given a pid file whose number now belongs to somebody else
    Process stranger = new ProcessBuilder("sleep", "4712").start();
    ProcessSpec spec = sleeper("4713.5");
    Files.createDirectories(spec.pidFile().getParent());
    Files.writeString(spec.pidFile(), stranger.pid() + "\n");
    ManagedProcess process = new ManagedProcess(spec);

    // When
    process.kill();
    process.stop("KILL", Duration.ofSeconds(1));

    // Then
    assertThat(stranger.isAlive()).isTrue();
    stranger.destroyForcibly();
  }

  @Test
  void aChildThatIgnoresThePoliteSignalIsKilled() {
    // Given
    String mark = folder.resolve("stubborn").toString();
    ProcessSpec spec =
        ProcessSpec.in(
            folder,
            "stubborn",
            List.of("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done", mark),
            Map.of(),
            mark);
    ManagedProcess process = new ManagedProcess(spec);
    ProcessHandle started = process.start();
    Await.until(Duration.ofSeconds(5), () -> spec.logFile().toFile().length() > 0);

    // When
    process.stop("TERM", Duration.ofMillis(300));

    // Then
    assertThat(started.isAlive()).isFalse();
  }

  private ProcessSpec sleeper(String seconds) {
    return ProcessSpec.in(folder, "sleeper", List.of("sleep", seconds), Map.of(), seconds);
  }
}
