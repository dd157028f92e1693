package io.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.bench.Options.Scenario;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
  private static final Path JSON = Path.of("bench.json");

  @Test
  void measuresAllButTheLargeTablesByDefault() {
    // When
    Options options = Options.parse(List.of(), JSON);

    // Then
    assertThat(options.scenarios())
        .containsExactly(
            Scenario.UP, Scenario.POSTGRES, Scenario.CLOSED, Scenario.OPEN, Scenario.IDLE);
    assertThat(options.json()).isEqualTo(JSON);
  }

  @Test
  void takesScenariosInTheirOwnOrder() {
    // When
    Options options = Options.parse(List.of("--quick", "--scenario", "idle,closed"), JSON);

    // Then
    assertThat(options.scenarios()).containsExactly(Scenario.CLOSED, Scenario.IDLE);
    assertThat(options.runs()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--fast",
        "--scenario warp",
        "--seconds",
        "--seconds ten",
        "--seconds 0",
        "--url http://localhost:8080",
        "--url http://example.org:80 --data x",
        "--url http://localhost:8080 --data x --scenario up"
      })
  void refusesWhatMakesNoSense(String line) {
    assertThatThrownBy(() -> Options.parse(List.of(line.split(" ")), JSON))
        .isInstanceOf(Options.UsageException.class);
  }
}
