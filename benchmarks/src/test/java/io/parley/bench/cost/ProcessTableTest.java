package io.parley.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProcessTableTest {

  /** As the kernel writes it; the command has a blank and parentheses in it. */
  private static final String LINE =
      "812 (post gres: (x)) S 800 812 812 0 -1 4194560 1 2 3 4 150 25 7 3 20 0 1 0 99 1 2 3";

  @Test
  void readsALineWhoseCommandHasBlanksAndParentheses() {
    // When
    ProcessStat stat = ProcessStat.parse(LINE);

    // Then
    assertThat(stat).isEqualTo(new ProcessStat(812, "post gres: (x)", 800, 185));
  }

  @Test
  void countsEachProcessForItsNearestNamedAncestor() {
    // Given
    ProcessTable table =
        new ProcessTable(
            Stream.of(
                    new ProcessStat(10, "bash", 1, 1),
                    new ProcessStat(11, "java", 10, 20),
                    new ProcessStat(12, "postgres", 11, 300),
                    new ProcessStat(13, "backend", 12, 4_000),
                    new ProcessStat(99, "stranger", 1, 50_000))
                .collect(Collectors.toMap(ProcessStat::pid, stat -> stat)));

    // When
    Map<String, Long> ticks = table.ticksBy(Map.of(10L, "supervisor", 12L, "postgres"));

    // Then
    assertThat(ticks).isEqualTo(Map.of("supervisor", 21L, "postgres", 4_300L));
  }

  @Test
  void findsThisProcessOnLinux() {
    // Given
    long self = ProcessHandle.current().pid();
    CpuMeter meter = new CpuMeter(() -> Map.of(self, "self"));

    // When
    CpuUse use = meter.read();

    // Then
    if (System.getProperty("os.name").equals("Linux")) {
      assertThat(use.byProcess().get("self")).isPositive();
      assertThat(use.machine()).isGreaterThan(use.byProcess().get("self"));
    }
  }

  @Test
  void leavesIdleTimeOutOfTheMachinesCpu() {
    assertThat(CpuMeter.busyTicks("cpu  10 1 20 1000 500 2 3 4 9 9")).isEqualTo(40);
  }

  @Test
  void subtractsReadings() {
    // Given
    CpuUse earlier = new CpuUse(Map.of("a", 1.0), 2, 10, 100);
    CpuUse later = new CpuUse(Map.of("a", 4.0, "b", 0.5), 3, 20, 110);

    // When
    CpuUse used = later.since(earlier);

    // Then
    assertThat(used.server()).isEqualTo(3.5);
    assertThat(used.generator()).isEqualTo(1);
    assertThat(used.othersCores()).isEqualTo(0.55);
  }

  @Test
  void readsMemoryFromTheJdksAndTheKernelsWords() {
    // Given
    String histogram =
        """
           1:   10  240  [B (java.base@25)
           2:    1  32  [Ljdk.internal.vm.FillerElement; (java.base@25)
        Total        61345        7065432
        """;
    String status = "Name:\tjava\nVmHWM:\t  9999 kB\nVmRSS:\t  2048 kB\n";

    // Then
    assertThat(MemoryMeter.liveBytes(histogram)).hasValue(7_065_400);
    assertThat(MemoryMeter.rssBytes(status)).hasValue(2_097_152);
    assertThat(MemoryMeter.liveBytes("no such process")).isEmpty();
  }

  @Test
  void knowsAJvmFromOtherProgramsBeforeItSpeaksToIt() throws IOException {
    // Given
    Process sleeping = new ProcessBuilder("sleep", "30").start();

    // When
    boolean other = MemoryMeter.isJvm(sleeping.pid());
    boolean self = MemoryMeter.isJvm(ProcessHandle.current().pid());
    sleeping.destroy();

    // Then
    assertThat(other).isFalse();
    assertThat(self).isTrue();
  }
}
