package io.parley.localstack.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.localstack.process.StackException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SupervisorTest {
  @TempDir private Path folder;

  @Test
  void aTakenPortIsOneClearLineAndNothingStarts() throws Exception {
    // Given
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());

      // When
      Result result = run("up", "--port", port, "--data", folder.resolve("data").toString());

      // Then
      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.errors())
          .containsExactly(
              "parley: Port "
                  + port
                  + " is taken, and the edge needs it: stop the program that listens there, or"
                  + " choose other ports with --port");
      assertThat(folder.resolve("data/logs")).doesNotExist();
    }
  }

  @Test
  void aServiceThatIsNotBuiltIsOneClearLine() throws Exception {
    // Given a home without any jar
    // When
    Result result = run("up", "--port", "31700", "--data", folder.resolve("data").toString());

    // Then
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.errors())
        .singleElement()
        .asString()
        .startsWith("parley: conversation-service is not built, ");
  }

  @Test
  void aFolderWithOtherThingsIsNotEmptied() throws Exception {
    // Given
    Path precious = Files.writeString(folder.resolve("thesis.txt"), "years of work");

    // When
    Result result = run("reset", "--data", folder.toString());

    // Then
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(precious).exists();
  }

  @Test
  void tokensArePrintedOneALine() throws Exception {
    // Given
    String data = folder.resolve("data").toString();

    // When
    Result result = run("token", "--data", data, "agent-1", "follower-1..3", "--ttl", "30s");

    // Then
    assertThat(result.exitCode()).isZero();
    assertThat(result.output()).hasSize(4).allMatch(line -> line.split("\\.", -1).length == 3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--port x",
        "--port 65530",
        "--gateways 0",
        "--gateways 6",
        "--attachment-services 3",
        "--analytics-services 0",
        "--without issuer",
        "--what"
      })
  void anOptionThatMakesNoSenseIsExplained(String options) {
    // Given
    List<String> arguments = List.of(options.split(" ", -1));

    // When, Then
    assertThatThrownBy(() -> Options.parse(folder, arguments))
        .isInstanceOf(StackException.class)
        .hasMessageContaining(arguments.getFirst());
  }

  @Test
  void optionsChooseInstancesAndPlaces() {
    // Given
    List<String> arguments =
        List.of(
            "--port",
            "9000",
            "--data",
            "/tmp/x",
            "--gateways",
            "2",
            "--conversation-services",
            "3",
            "--attachment-services",
            "2",
            "--analytics-services",
            "2",
            "--without",
            "analytics-service",
            "--demo-records",
            "0",
            "--keycloak");

    // When
    Options options = Options.parse(folder, arguments);

    // Then
    assertThat(options)
        .isEqualTo(
            new Options(
                folder, Path.of("/tmp/x"), 9000, 3, 2, 2, 2, Set.of("analytics-service"), 0, true));
    assertThat(new Ports(9000).conversationServices(3)).containsExactly(9001, 9010, 9011);
    assertThat(new Ports(9000).gateways(2)).containsExactly(9002, 9014);
    assertThat(new Ports(9000).attachmentServices(2)).containsExactly(9003, 9018);
    assertThat(new Ports(9000).analyticsServices(2)).containsExactly(9004, 9019);
  }

  private record Result(int exitCode, List<String> output, List<String> errors) {}

  private Result run(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dparley.home=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                "io.parley.localstack.Main"));
    command.addAll(List.of(arguments));
    Path output = folder.resolve("out.txt");
    Path errors = folder.resolve("err.txt");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(Map.of("LC_ALL", "C"));
    Process process =
        builder.redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Result(
        process.exitValue(),
        Files.readAllLines(output, StandardCharsets.UTF_8),
        Files.readAllLines(errors, StandardCharsets.UTF_8));
  }
}
