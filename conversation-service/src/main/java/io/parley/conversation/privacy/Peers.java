package io.parley.conversation.privacy;

import io.parley.contracts.command.ErasureCheck;
import io.parley.contracts.command.FileErasure;
import io.parley.contracts.command.FollowerFiles;
import io.parley.contracts.instance.Instances;
import io.parley.contracts.json.Json;
import io.parley.conversation.attachment.ServiceToken;
import io.smallrye.mutiny.Uni;
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

/** What jobs ask of the other services; every failure is an outage, which a later try may end. */
@ApplicationScoped
class Peers {
  private static final int CONNECTIONS = 2;
  private static final int WAITING = 16;
  private static final String CONNECTION = "Connection";

  private final HttpClient http;
  private final ServiceToken token;
  private final PrivacyConfig config;
  private final Instances attachments;
  private final Instances analytics;

  Peers(Vertx vertx, ServiceToken token, PrivacyConfig config) {
    this.token = token;
    this.config = config;
    this.attachments = new Instances(config.attachmentServiceUrls());
    this.analytics = new Instances(config.analyticsServiceUrls());
    PoolOptions pool = new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(WAITING);
    this.http = vertx.httpClientBuilder().with(pool).build();
  }

  @PreDestroy
  void close() {
    http.closeAndForget();
  }

  /** Has attachment-service remove a piece of the files. */
  Uni<FileErasure.Result> erase(FileErasure files) {
    return ask(attachments.turn(), "/internal/file-erasures", files, FileErasure.Result.class);
  }

  /** Asks analytics-service whether it has come to the end of an erased log. */
  Uni<ErasureCheck.Result> check(ErasureCheck check) {
    return ask(analytics.turn(), "/internal/erasure-checks", check, ErasureCheck.Result.class);
  }

  /** A page of a follower's files. */
  Uni<FollowerFiles.Page> files(FollowerFiles asked) {
    return ask(attachments.turn(), "/internal/follower-files", asked, FollowerFiles.Page.class);
  }

  /** A part of a file, by the link that its page gave. */
  Uni<Buffer> content(String link, long from, int length) {
    Instances.Turn instance = attachments.turn();
    URI url = instance.address();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setHost(url.getHost())
            .setPort(url.getPort() < 0 ? 80 : url.getPort())
            .setURI(link)
            .setTimeout(config.timeout().toMillis())
            .putHeader("Range", "bytes=" + from + "-" + (from + length - 1));
    return http.request(options)
        .flatMap(request -> request.send())
        .flatMap(
            response -> {
              instance.answered(response.getHeader(CONNECTION));
              if (response.statusCode() != 206) {
                throw new IllegalStateException(
                    "A file was answered HTTP " + response.statusCode());
              }
              return response.body();
            })
        .ifNoItem()
        .after(config.timeout())
        .fail()
        .onFailure()
        .invoke(instance::next);
  }

  private <T> Uni<T> ask(Instances.Turn instance, String path, Object question, Class<T> answer) {
    Buffer json = Buffer.buffer(toJson(question));
    return token
        .authorization(false)
        .flatMap(authorization -> post(instance, path, json, authorization))
        .flatMap(
            reply ->
                reply.status() == 401
                    ? token.authorization(true).flatMap(fresh -> post(instance, path, json, fresh))
                    : Uni.createFrom().item(reply))
        .map(reply -> read(path, reply, answer))
        .ifNoItem()
        .after(config.timeout())
        .fail()
        .onFailure()
        .invoke(instance::next);
  }

  private record Reply(int status, Buffer body) {}

  private Uni<Reply> post(Instances.Turn instance, String path, Buffer json, String authorization) {
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
        .invoke(response -> instance.answered(response.getHeader(CONNECTION)))
        .flatMap(response -> response.body().map(body -> new Reply(response.statusCode(), body)));
  }

  private static <T> T read(String path, Reply reply, Class<T> answer) {
    try {
      if (reply.status() != 200) {
        throw new IOException(path + " was answered HTTP " + reply.status());
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
