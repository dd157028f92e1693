package io.parley.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.bench.report.Figure.Bound;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTest {

  @ParameterizedTest
  @CsvSource({
    "9000, true, goal",
    "8000, true, goal",
    "4000, true, floor",
    "3999, true, below floor",
    "3, false, goal",
    "8, false, floor",
    "8.1, false, below floor"
  })
  void saysWhatAFigureReaches(double value, boolean moreIsBetter, String verdict) {
    // Given
    Bound bound = moreIsBetter ? Bound.atLeast(4_000, 8_000) : Bound.atMost(8, 3);

    // When
    Figure figure = new Figure("x", value, "ms", bound);

    // Then
    assertThat(figure.verdict()).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({"7161.4, '7,161'", "0.16912, 0.169", "12.34, 12.3", "123.4, 123", "8000, '8,000'"})
  void printsTheDigitsThatMatter(double value, String text) {
    assertThat(Report.number(value)).isEqualTo(text);
  }

  @Test
  void writesTheSameFiguresAsTableAndJson(@TempDir Path folder) throws IOException {
    // Given
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Report report = new Report(new PrintStream(printed, true, StandardCharsets.UTF_8));
    report.about("machine", "2 cores");
    report.add("closed", "throughput", 4_321, "msg/s", Budgets.THROUGHPUT);
    report.fault("one message lost");

    // When
    report.print();
    report.write(folder.resolve("deep/bench.json"));

    // Then
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .containsPattern("throughput +4,321 msg/s +4,000 +8,000 +floor")
        .contains("FAULT: one message lost");
    JsonNode json = new ObjectMapper().readTree(folder.resolve("deep/bench.json").toFile());
    assertThat(json.at("/figures/0/value").asDouble()).isEqualTo(4_321);
    assertThat(json.at("/figures/0/verdict").asText()).isEqualTo("floor");
    assertThat(json.at("/faults/0").asText()).isEqualTo("one message lost");
  }
}
