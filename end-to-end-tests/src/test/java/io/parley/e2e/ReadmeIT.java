package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.e2e.stack.Parley;
import io.parley.e2e.stack.SharedStack;
import io.parley.e2e.stack.Stack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What README.md tells a newcomer to paste. */
@ExtendWith(SharedStack.class)
class ReadmeIT {
  private static final Pattern BLOCK = Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL);

  @Test
  void theExamplesWorkWhenPasted(Stack stack) throws Exception {
    // Given
    List<String> examples = examples(stack);
    assertThat(examples).hasSize(2);

    // When
    String socket = paste(examples.get(0));
    String rest = paste(examples.get(1));

    // Then
    assertThat(socket.lines().map(line -> line.replaceAll("^(\\{\"type\":\"[a-z]+\").*", "$1")))
        .startsWith("{\"type\":\"welcome\"")
        .contains("{\"type\":\"ack\"", "{\"type\":\"event\"");
    assertThat(socket).contains("\"text\":\"Hello?\"");
    assertThat(rest)
        .contains("\"counts\":{")
        .contains("\"sentAt\":")
        .contains("\"finishedBy\":{\"id\":\"agent-1\"");
  }

  /** The section "By hand", with the address and the data folder of this stack. */
  private static List<String> examples(Stack stack) throws IOException {
    String readme = Files.readString(Parley.home().resolve("README.md"));
    String byHand = readme.substring(readme.indexOf("## By hand"), readme.indexOf("## Promises"));
    String address = "localhost:" + stack.port();
    String token = "./parley token --port " + stack.port() + " --data '" + stack.data() + "' ";
    return BLOCK
        .matcher(byHand)
        .results()
        .map(block -> block.group(1))
        .map(script -> script.replace("localhost:8080", address))
        .map(script -> script.replace("./parley token ", token))
        .toList();
  }

  private static String paste(String script) throws IOException, InterruptedException {
    Process bash =
        new ProcessBuilder("bash", "-c", script)
            .directory(Parley.home().toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(bash.exitValue()).isZero();
    return output;
  }
}
