package io.parley.e2e.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.e2e.stack.Person;
import io.parley.e2e.stack.Site;
import io.parley.e2e.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** REST as one person, or as nobody. */
public final class Api {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI base;
  private final String token;

  private Api(URI base, String token) {
    this.base = base;
    this.token = token;
  }

  /** One answer. The body is a missing node if it is no JSON. */
  public record Answer(int status, Optional<String> mediaType, HttpHeaders headers, JsonNode body) {
    /** The problem's code; empty for other bodies. */
    public String code() {
      return body.path("code").asText();
    }
  }

  /** Headers by name. */
  public record HttpHeaders(java.net.http.HttpHeaders all) {
    public Optional<String> first(String name) {
      return all.firstValue(name);
    }
  }

  public static Api as(Site site, Person person) {
    return new Api(site.http(), person.token());
  }

  /** One instance of a service, by its own address. */
  public static Api ofInstance(Stack stack, String name, Person person) {
    return new Api(stack.addressOf(name), person.token());
  }

  public static Api withToken(Site site, String token) {
    return new Api(site.http(), token);
  }

  public static Api anonymous(Site site) {
    return new Api(site.http(), null);
  }

  public Answer get(String path) {
    return call("GET", path, null);
  }

  public Answer post(String path, Object body) {
    return call("POST", path, body);
  }

  public Answer put(String path, Object body) {
    return call("PUT", path, body);
  }

  /** A message as the REST interface takes it. */
  public Answer say(String conversationId, String clientMessageId, String text) {
    return post(
        "/api/conversations/" + conversationId + "/messages",
        object().put("clientMessageId", clientMessageId).put("text", text));
  }

  /** A text that is JSON. */
  public static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError("No JSON: " + json, e);
    }
  }

  public static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /**
   * One call.
   *
   * @param body null for none; a String is sent as it is
   */
  public Answer call(String method, String path, Object body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(30));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (body == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofString(body.toString()));
    }
    try {
      HttpResponse<byte[]> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Answer(
          response.statusCode(),
          response.headers().firstValue("Content-Type"),
          new HttpHeaders(response.headers()),
          json(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      return JSON.missingNode();
    }
  }
}
