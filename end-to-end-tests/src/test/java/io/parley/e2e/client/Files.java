package io.parley.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.e2e.stack.Parley;
import io.parley.e2e.stack.Person;
import io.parley.e2e.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Uploads and downloads over HTTP, and the sample files that are sent. */
public final class Files {
  /** A real file of each extension that may be sent. */
  public static final List<String> EACH_OF_TWELVE =
      List.of(
          "photo.png",
          "photo.jpg",
          "photo.jpeg",
          "turn.gif",
          "clip.mov",
          "clip.m4v",
          "clip.mp4",
          "letter.odt",
          "slides.ppt",
          "receipt.txt",
          "letter.doc",
          "letter.pdf");

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ObjectMapper JSON = new ObjectMapper();

  private Files() {}

  public static Path sample(String name) {
    return Parley.home()
        .resolve("attachment-service/src/test/resources/samples/good")
        .resolve(name);
  }

  /** Uploads a sample. An agent names the conversation in the query. */
  public static Api.Answer upload(Stack stack, Person person, String name, String query) {
    try {
      return upload(stack, person, name, query, java.nio.file.Files.readAllBytes(sample(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Uploads bytes. */
  public static Api.Answer upload(
      Stack stack, Person person, String name, String query, byte[] content) {
    HttpResponse<byte[]> response =
        send(
            request(stack, person, "/api/attachments" + query)
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(content))
                .build());
    return new Api.Answer(
        response.statusCode(),
        response.headers().firstValue("Content-Type"),
        new Api.HttpHeaders(response.headers()),
        json(response.body()));
  }

  /** Asks for a file's content. */
  public static HttpResponse<byte[]> content(Stack stack, Person person, String id) {
    return send(request(stack, person, "/api/attachments/" + id + "/content").GET().build());
  }

  private static HttpRequest.Builder request(Stack stack, Person person, String path) {
    return HttpRequest.newBuilder(URI.create(stack.http() + path))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Bearer " + person.token());
  }

  private static HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
