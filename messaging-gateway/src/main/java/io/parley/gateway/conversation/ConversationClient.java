package io.parley.gateway.conversation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.parley.contracts.command.ArrivalBatch;
import io.parley.contracts.command.Attendance;
import io.parley.contracts.command.MarkBatch;
import io.parley.contracts.command.ReplayBatch;
import io.parley.contracts.command.SendBatch;
import io.parley.contracts.instance.Instances;
import io.parley.contracts.json.Json;
import io.parley.contracts.trace.TraceParent;
import io.parley.gateway.config.GatewayConfig;
import io.quarkus.runtime.Startup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletionStage;

/**
 * The internal calls of conversation-service. Every failure is an {@link UnavailableException}. A
 * call that failed may still have taken effect there; all of them may be repeated, as messages
 * carry the ids that their senders gave them. When an instance cannot be reached, or ends before it
 * has answered, another one is asked once; one that does not answer in time is not asked again.
 */
@Startup
@ApplicationScoped
public class ConversationClient {
  public static final String SENDS_PATH = "/internal/sends";

  private static final ObjectWriter WRITER = Json.tolerant().writer();
  private static final ObjectReader SENDS = Json.tolerant().readerFor(SendBatch.Results.class);
  private static final ObjectReader ARRIVALS =
      Json.tolerant().readerFor(ArrivalBatch.Results.class);
  private static final ObjectReader REPLAYS = Json.tolerant().readerFor(ReplayBatch.Results.class);

  private final HttpClient http;
  private final ServiceToken token;
  private final Instances instances;
  private final long timeoutMillis;

  ConversationClient(Vertx vertx, ServiceToken token, GatewayConfig config) {
    GatewayConfig.ConversationService settings = config.conversationService();
    this.token = token;
    this.instances = new Instances(settings.urls());
    this.timeoutMillis = settings.timeout().toMillis();
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout((int) settings.connectTimeout().toMillis())
                .setKeepAliveTimeout(60)
                // A batch is in the trace of its messages, which only its sender knows.
                .setTracingPolicy(TracingPolicy.IGNORE)
                .setDecompressionSupported(false),
            new PoolOptions().setHttp1MaxSize(settings.connections()));
  }

  @PreDestroy
  void close() {
    http.close();
  }

  /**
   * Has a batch of messages stored.
   *
   * @param traceparent place of this call in a trace, or null
   */
  public CompletionStage<SendBatch.Results> send(SendBatch batch, String traceparent) {
    return call(SENDS_PATH, batch, SENDS, traceparent);
  }

  public CompletionStage<ArrivalBatch.Results> arrive(ArrivalBatch batch) {
    return call("/internal/arrivals", batch, ARRIVALS);
  }

  public CompletionStage<ReplayBatch.Results> replay(ReplayBatch batch) {
    return call("/internal/replays", batch, REPLAYS);
  }

  public CompletionStage<Void> mark(MarkBatch batch) {
    return call("/internal/marks", batch, null);
  }

  public CompletionStage<Void> attend(Attendance attendance) {
    return call("/internal/attendance", attendance, null);
  }

  private <T> CompletionStage<T> call(String path, Object body, ObjectReader answer) {
    return call(path, body, answer, null);
  }

  private <T> CompletionStage<T> call(
      String path, Object body, ObjectReader answer, String traceparent) {
    Buffer json;
    try {
      json = Buffer.buffer(WRITER.writeValueAsBytes(body));
    } catch (JsonProcessingException e) {
      return Future.<T>failedFuture(new IllegalArgumentException("Not to be said in JSON", e))
          .toCompletionStage();
    }
    Instances.Turn first = instances.turn();
    return token
        .authorization(false)
        .compose(authorization -> attempt(path, json, authorization, traceparent, first, true))
        .compose(
            reply ->
                // A token signed with a key that is gone; a 401 has done nothing there.
                reply.status() == 401
                    ? token
                        .authorization(true)
                        .compose(fresh -> attempt(path, json, fresh, traceparent, first, true))
                    : Future.succeededFuture(reply))
        .compose(reply -> this.<T>read(path, reply, answer))
        .recover(
            failure ->
                Future.failedFuture(
                    failure instanceof UnavailableException
                        ? failure
                        : new UnavailableException(
                            "conversation-service " + path + ": " + failure, failure)))
        .toCompletionStage();
  }

  private record Reply(int status, String connection, Buffer body) {}

  /** Asks one instance; when it is gone, the next one (or the same again) once. */
  private Future<Reply> attempt(
      String path,
      Buffer json,
      String authorization,
      String traceparent,
      Instances.Turn instance,
      boolean again) {
    URI uri = instance.address();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost(uri.getHost())
            .setPort(uri.getPort() < 0 ? 80 : uri.getPort())
            .setURI(path)
            .setTimeout(timeoutMillis)
            .putHeader("Authorization", authorization)
            .putHeader("Content-Type", "application/json")
            .putHeader("Accept", "application/json");
    if (traceparent != null) {
      options.putHeader(TraceParent.HEADER, traceparent);
    }
    return http.request(options)
        .recover(failure -> Future.failedFuture(new ConnectFailure(failure)))
        .compose(request -> request.send(json).compose(ConversationClient::reply))
        .onSuccess(reply -> instance.answered(reply.connection()))
        .compose(
            reply ->
                Instances.isFarewell(reply.status(), reply.connection())
                    ? Future.failedFuture(new GoneException(reply.status()))
                    : Future.succeededFuture(reply))
        .recover(
            failure ->
                isGone(failure) && again
                    ? attempt(path, json, authorization, traceparent, instance.next(), false)
                    : Future.failedFuture(failure));
  }

  private static boolean isGone(Throwable failure) {
    return failure instanceof ConnectFailure
        || failure instanceof GoneException
        || failure instanceof HttpClosedException
        || failure instanceof IOException;
  }

  private static Future<Reply> reply(HttpClientResponse response) {
    String connection = response.getHeader(HttpHeaders.CONNECTION);
    return response.body().map(body -> new Reply(response.statusCode(), connection, body));
  }

  private <T> Future<T> read(String path, Reply reply, ObjectReader answer) {
    if (reply.status() != 200 && reply.status() != 204) {
      return Future.failedFuture(
          new UnavailableException("conversation-service " + path + ": HTTP " + reply.status()));
    }
    if (answer == null) {
      return Future.succeededFuture();
    }
    try {
      return Future.succeededFuture(answer.readValue(reply.body().getBytes()));
    } catch (IOException e) {
      return Future.failedFuture(
          new UnavailableException("conversation-service " + path + ": unreadable answer", e));
    }
  }

  /** An instance refused on its way out. */
  private static final class GoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GoneException(int status) {
      super("HTTP " + status + " on its way out", null, false, false);
    }
  }

  /** No connection was made, so nothing can have happened there. */
  private static final class ConnectFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConnectFailure(Throwable cause) {
      super(String.valueOf(cause.getMessage()), cause, false, false);
    }
  }
}
