package io.parley.localstack.supervisor;

import io.parley.localstack.process.StackException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The inner calls of one service, as an operator.
 *
 * @param token of a service
 */
record ServiceCalls(HttpClient http, String service, URI address, String token) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * Calls and returns the body of the answer.
   *
   * @param json the body to send, or null
   * @throws StackException when the service does not answer, or not with 200
   */
  String call(String method, String path, String json) throws InterruptedException {
    HttpRequest.BodyPublisher body =
        json == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(json);
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve(path))
            .method(method, body)
            .header("Authorization", "Bearer " + token)
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
            .timeout(PATIENCE)
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new StackException(
            "%s answered %d: %s".formatted(service, response.statusCode(), response.body()));
      }
      return response.body();
    } catch (IOException e) {
      throw new StackException(
          "%s does not answer at %s: is the stack up?".formatted(service, address), e);
    }
  }

  /** The number in that field of an answer; empty when it is null or not there. */
  static Optional<String> number(String json, String field) {
    return find(json, field, "([0-9]+)");
  }

  /** Whether that field of an answer is true. */
  static boolean isTrue(String json, String field) {
    return find(json, field, "(true)").isPresent();
  }

  /** The text in that field of an answer; empty when it is null or not there. */
  static Optional<String> text(String json, String field) {
    return find(json, field, "\"([^\"]*)\"");
  }

  private static Optional<String> find(String json, String field, String value) {
    Matcher matcher = Pattern.compile('"' + field + "\":" + value).matcher(json);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
