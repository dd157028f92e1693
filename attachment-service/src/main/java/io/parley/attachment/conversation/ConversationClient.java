package io.parley.attachment.conversation;

import io.parley.contracts.command.Actor;
import io.parley.contracts.command.MessageLookupBatch;
import io.parley.contracts.command.ReplayBatch;
import io.parley.contracts.instance.Instances;
import io.parley.contracts.json.Json;
import io.parley.rest.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.core.http.HttpClient;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;

/**
 * The internal calls of conversation-service; every failure is an outage, which a retry may end.
 * They only read: when an instance is gone, another one is asked once.
 */
@ApplicationScoped
public class ConversationClient {
  private final HttpClient http;
  private final ServiceToken token;
  private final ConversationConfig config;
  private final Instances instances;

  ConversationClient(Vertx vertx, ServiceToken token, ConversationConfig config) {
    this.token = token;
    this.config = config;
    this.instances = new Instances(config.urls());
    PoolOptions pool =
        new PoolOptions()
            .setHttp1MaxSize(config.connections())
            .setMaxWaitQueueSize(config.waiting());
    this.http = vertx.httpClientBuilder().with(pool).build();
  }

  @PreDestroy
  void close() {
    http.closeAndForget();
  }

  /** Whose a conversation is. */
  public record ConversationKey(String channelId, String followerId) {}

  /** Describes a conversation to somebody who may reach it; fails with {@code not-found} if not. */
  public Uni<ConversationKey> describe(Actor actor, String conversationId) {
    ReplayBatch question =
        new ReplayBatch(List.of(new ReplayBatch.Replay(actor, conversationId, 0, 0)));
    return ask("/internal/replays", question, ReplayBatch.Results.class)
        .map(
            answer -> {
              ReplayBatch.Page page = answer.pages().getFirst();
              if (page.problem() != null) {
                throw ProblemException.notFound();
              }
              return new ConversationKey(page.channelId(), page.followerId());
            });
  }

  /** Whether messages were stored, one result each. */
  public Uni<List<MessageLookupBatch.Result>> lookUp(List<MessageLookupBatch.Lookup> lookups) {
    return ask(
            "/internal/message-lookups",
            new MessageLookupBatch(lookups),
            MessageLookupBatch.Results.class)
        .map(MessageLookupBatch.Results::results);
  }

  private <T> Uni<T> ask(String path, Object question, Class<T> answer) {
    Buffer json = Buffer.buffer(toJson(question));
    return token
        .authorization(false)
        .flatMap(authorization -> post(path, json, authorization, instances.turn(), true))
        .flatMap(
            reply ->
                reply.status() == 401
                    ? token
                        .authorization(true)
                        .flatMap(fresh -> post(path, json, fresh, instances.turn(), true))
                    : Uni.createFrom().item(reply))
        .map(reply -> read(path, reply, answer))
        .ifNoItem()
        .after(config.timeout())
        .fail();
  }

  private record Reply(int status, String connection, Buffer body) {}

  private Uni<Reply> post(
      String path, Buffer json, String authorization, Instances.Turn instance, boolean again) {
    URI url = instance.address();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost(url.getHost())
            .setPort(url.getPort() < 0 ? 80 : url.getPort())
            .setURI(path)
            .setTimeout(config.timeout().toMillis())
            .putHeader("Authorization", authorization)
            .putHeader("Content-Type", "application/json")
            .putHeader("Accept", "application/json");
    return http.request(options)
        .flatMap(request -> request.send(json))
        .flatMap(
            response ->
                response
                    .body()
                    .map(
                        body ->
                            new Reply(
                                response.statusCode(), response.getHeader("Connection"), body)))
        .invoke(reply -> instance.answered(reply.connection()))
        .flatMap(
            reply ->
                again && Instances.isFarewell(reply.status(), reply.connection())
                    ? Uni.createFrom().<Reply>failure(new IOException("Refused on its way out"))
                    : Uni.createFrom().item(reply))
        .onFailure(failure -> again && isGone(failure))
        .recoverWithUni(() -> post(path, json, authorization, instance.next(), false));
  }

  private static boolean isGone(Throwable failure) {
    return failure instanceof IOException || failure instanceof HttpClosedException;
  }

  private static <T> T read(String path, Reply reply, Class<T> answer) {
    try {
      if (reply.status() != 200) {
        throw new IOException("conversation-service " + path + ": HTTP " + reply.status());
      }
      return Json.tolerant().readValue(reply.body().getBytes(), answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] toJson(Object question) {
    try {
      return Json.tolerant().writeValueAsBytes(question);
    } catch (IOException e) {
      throw new UncheckedIOException("Records of plain values are always JSON", e);
    }
  }
}
