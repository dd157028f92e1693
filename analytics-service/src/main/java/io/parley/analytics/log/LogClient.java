package io.parley.analytics.log;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contracts.command.LogExport;
import io.parley.contracts.command.ReplayBatch;
import io.parley.contracts.event.ConversationEvent;
import io.parley.contracts.instance.Instances;
import io.parley.contracts.json.Json;
import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.runtime.TokensHelper;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads the log where Kafka is not enough. Blocks: for threads of one's own. */
@ApplicationScoped
public class LogClient {
  private static final Duration TOKEN_TIMEOUT = Duration.ofSeconds(5);

  private final OidcClient issuer;
  private final LogConfig config;
  private final Instances instances;
  private final TokensHelper tokens = new TokensHelper();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  LogClient(OidcClient issuer, LogConfig config) {
    this.issuer = issuer;
    this.config = config;
    this.instances = new Instances(config.urls());
  }

  /** What follows {@code after} in the log of one conversation; a page of it. */
  public record Range(UUID conversationId, long after) {}

  /** A page of the export; {@code cursor} is null at the beginning. */
  public LogExport.Page export(String cursor) throws LogUnavailableException {
    return get("/internal/log", cursor, config.pageSize(), LogExport.Page.class);
  }

  /** A page of heads; {@code cursor} is null at the beginning. */
  public LogExport.Heads heads(String cursor) throws LogUnavailableException {
    return get("/internal/log/heads", cursor, LogExport.MAX_SIZE, LogExport.Heads.class);
  }

  /**
   * The next events of some conversations.
   *
   * @param ranges at most {@link ReplayBatch#MAX_SIZE}
   */
  public List<ConversationEvent> events(List<Range> ranges) throws LogUnavailableException {
    ReplayBatch batch =
        new ReplayBatch(
            ranges.stream()
                .map(
                    range ->
                        new ReplayBatch.Replay(
                            null,
                            range.conversationId().toString(),
                            range.after(),
                            ReplayBatch.MAX_EVENTS))
                .toList());
    List<ConversationEvent> events = new ArrayList<>();
    try {
      byte[] body = Json.tolerant().writeValueAsBytes(batch);
      Part post =
          request ->
              request
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(body));
      for (ReplayBatch.Page page :
          call("/internal/replays", post, ReplayBatch.Results.class).pages()) {
        for (JsonNode event : page.events()) {
          events.add(Json.tolerant().treeToValue(event, ConversationEvent.class));
        }
      }
    } catch (IOException e) {
      throw new LogUnavailableException("An event of the log cannot be read", e);
    }
    return events;
  }

  private <T> T get(String path, String cursor, int limit, Class<T> answer)
      throws LogUnavailableException {
    String after =
        cursor == null ? "" : "&after=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
    return call(path + "?limit=" + limit + after, HttpRequest.Builder::GET, answer);
  }

  /** Adds a method and a body to a request. */
  @FunctionalInterface
  private interface Part {
    HttpRequest.Builder of(HttpRequest.Builder request);
  }

  private <T> T call(String pathAndQuery, Part part, Class<T> answer)
      throws LogUnavailableException {
    try {
      HttpResponse<byte[]> response = ask(pathAndQuery, part, false);
      if (response.statusCode() == 401) {
        // A token signed with a key that is gone.
        response = ask(pathAndQuery, part, true);
      }
      if (response.statusCode() != 200) {
        throw new LogUnavailableException(
            "conversation-service answered " + response.statusCode(), null);
      }
      return Json.tolerant().readValue(response.body(), answer);
    } catch (IOException | RuntimeException e) {
      throw new LogUnavailableException("conversation-service: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogUnavailableException("Interrupted", e);
    }
  }

  /** Asks the instances in turn until one answers; all calls only read. */
  private HttpResponse<byte[]> ask(String pathAndQuery, Part part, boolean freshToken)
      throws IOException, InterruptedException {
    Instances.Turn instance = instances.turn();
    for (int tries = 1; ; tries++) {
      try {
        HttpResponse<byte[]> response = ask(instance.address(), pathAndQuery, part, freshToken);
        instance.answered(response.headers().firstValue("Connection").orElse(null));
        return response;
      } catch (IOException e) {
        if (tries >= config.urls().size()) {
          throw e;
        }
        instance = instance.next();
      }
    }
  }

  private HttpResponse<byte[]> ask(URI instance, String pathAndQuery, Part part, boolean freshToken)
      throws IOException, InterruptedException {
    String token =
        tokens
            .getTokens(issuer, Map.of(), freshToken)
            .await()
            .atMost(TOKEN_TIMEOUT)
            .getAccessToken();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(instance + pathAndQuery))
            .timeout(config.timeout())
            .header("Accept", "application/json")
            .header("Authorization", "Bearer " + token);
    return http.send(part.of(request).build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  @PreDestroy
  void close() {
    http.shutdownNow();
  }
}
