package io.parley.bench.scenario;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** REST calls of one person, one after the other on one connection. */
final class RestCalls implements AutoCloseable {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;
  private final String token;

  /**
   * @param token null to call without one
   */
  RestCalls(URI base, String token) {
    this.base = base;
    this.token = token;
  }

  String get(String path) {
    return call("GET", path, null);
  }

  /**
   * Calls and returns the body.
   *
   * @throws IllegalStateException when the answer is not a success
   */
  String call(String method, String path, String json) {
    try {
      HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
      if (token != null) {
        request.header("Authorization", "Bearer " + token);
      }
      if (json == null) {
        request.method(method, HttpRequest.BodyPublishers.noBody());
      } else {
        request
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(json));
      }
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new IllegalStateException(
            "%s %s gave %d: %s".formatted(method, path, response.statusCode(), response.body()));
      }
      return response.body();
    } catch (IOException e) {
      throw new IllegalStateException(method + " " + path + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The number in that field of a JSON body. */
  static long number(String body, String field) {
    Matcher matcher = Pattern.compile('"' + field + "\":(-?[0-9]+)").matcher(body);
    if (!matcher.find()) {
      throw new IllegalStateException("No " + field + " in " + body);
    }
    return Long.parseLong(matcher.group(1));
  }

  @Override
  public void close() {
    client.close();
  }
}
