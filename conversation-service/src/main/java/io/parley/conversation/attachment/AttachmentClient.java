package io.parley.conversation.attachment;

import io.parley.contracts.command.ClaimBatch;
import io.parley.contracts.instance.Instances;
import io.parley.contracts.json.Json;
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

/**
 * The internal calls of attachment-service. All of them may be repeated: when an instance is gone,
 * another one is asked once.
 */
@ApplicationScoped
class AttachmentClient {
  private final HttpClient http;
  private final ServiceToken token;
  private final AttachmentConfig config;
  private final Instances instances;

  AttachmentClient(Vertx vertx, ServiceToken token, AttachmentConfig config) {
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

  /** Fails when there is no answer in time, or none that can be read. */
  Uni<ClaimBatch.Results> claim(ClaimBatch batch) {
    return ask("/internal/attachment-claims", batch).map(AttachmentClient::read);
  }

  /** Takes back a try of each claim; fails when there is no answer in time. */
  Uni<Void> release(ClaimBatch batch) {
    return ask("/internal/attachment-releases", batch).replaceWithVoid();
  }

  private Uni<Reply> ask(String path, ClaimBatch batch) {
    Buffer json = Buffer.buffer(toJson(batch));
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

  private static ClaimBatch.Results read(Reply reply) {
    if (reply.status() != 200) {
      throw new IllegalStateException("attachment-service answered HTTP " + reply.status());
    }
    try {
      return Json.tolerant().readValue(reply.body().getBytes(), ClaimBatch.Results.class);
    } catch (IOException e) {
      throw new UncheckedIOException("attachment-service gave an unreadable answer", e);
    }
  }

  private static byte[] toJson(ClaimBatch batch) {
    try {
      return Json.tolerant().writeValueAsBytes(batch);
    } catch (IOException e) {
      throw new UncheckedIOException("Records of plain values are always JSON", e);
    }
  }
}
