package io.parley.localstack.supervisor;

import io.parley.localstack.identity.DemoTokens;
import io.parley.localstack.identity.SigningKey;
import io.parley.localstack.process.StackException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Has analytics-service compute all figures anew and waits for it. Ended early, the service goes on
 * by itself, and the next call finds it.
 */
public final class RebuildAnalytics {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final HttpClient http;
  private final URI address;
  private final String token;

  private RebuildAnalytics(HttpClient http, URI address, String token) {
    this.http = http;
    this.address = address;
    this.token = token;
  }

  /**
   * Runs until the new figures answer.
   *
   * @throws StackException when the stack does not run, or not any more
   */
  public static void run(Path home, List<String> arguments, PrintStream out)
      throws InterruptedException {
    Path data = home.resolve(".parley");
    int port = -1;
    Deque<String> left = new ArrayDeque<>(arguments);
    while (!left.isEmpty()) {
      String argument = left.pop();
      switch (argument) {
        case "--data" -> data = Path.of(Options.value(argument, left));
        case "--port" -> port = Options.number(argument, Options.value(argument, left), 1, 65_535);
        default ->
            throw new StackException("'" + argument + "' is not an option of rebuild-analytics");
      }
    }
    DataFolder folder = new DataFolder(data.toAbsolutePath().normalize());
    Ports ports = new Ports(port > 0 ? port : folder.lastPort().orElse(Options.DEFAULT_PORT));
    DemoTokens tokens =
        new DemoTokens(
            SigningKey.in(folder.signingKey()),
            URI.create("http://localhost:" + ports.edge() + "/auth"),
            Clock.systemUTC());
    URI address = URI.create("http://127.0.0.1:" + ports.analyticsService() + "/internal/rebuilds");
    try (HttpClient http = HttpClient.newHttpClient()) {
      new RebuildAnalytics(http, address, tokens.sign("conversation-service")).follow(out);
    }
  }

  private void follow(PrintStream out) throws InterruptedException {
    String state = call("POST");
    String building = number(state, "building").orElse("");
    String shown = "";
    while (number(state, "building").filter(building::equals).isPresent()) {
      String events = number(state, "exportedEvents").orElse("0");
      if (!events.equals(shown)) {
        out.println(events + " events of the log read");
        shown = events;
      }
      Thread.sleep(LOOK.toMillis());
      state = call("GET");
    }
    out.println(
        "The new figures answer; rows unlike the old ones: "
            + number(state, "differencesFromOldBuild").orElse("not known")
            + ", conversations unlike the log: "
            + number(state, "differencesFromLog").orElse("not known"));
  }

  private String call(String method) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .header("Authorization", "Bearer " + token)
            .header("Accept", "application/json")
            .timeout(Duration.ofSeconds(30))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new StackException("analytics-service answered " + response.statusCode());
      }
      return response.body();
    } catch (IOException e) {
      throw new StackException(
          "analytics-service does not answer at " + address + ": is the stack up?", e);
    }
  }

  private static Optional<String> number(String json, String field) {
    Matcher matcher = Pattern.compile('"' + field + "\":([0-9]+)").matcher(json);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
