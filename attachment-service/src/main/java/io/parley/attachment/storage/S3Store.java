package io.parley.attachment.storage;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.async.ResponsePublisher;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Objects of a bucket; S3 shows an object only once all of it has arrived. */
final class S3Store implements AttachmentStore {
  private final S3AsyncClient s3;
  private final String bucket;
  private final Workers workers;
  private final Vertx vertx;

  S3Store(S3AsyncClient s3, String bucket, Workers workers, Vertx vertx) {
    this.s3 = s3;
    this.bucket = bucket;
    this.workers = workers;
    this.vertx = vertx;
  }

  static S3AsyncClient client(StorageConfig.S3 config) {
    S3AsyncClientBuilder builder =
        S3AsyncClient.builder()
            .region(Region.of(config.region()))
            .httpClientBuilder(
                NettyNioAsyncHttpClient.builder().maxConcurrency(config.connections()));
    // Others than AWS rarely have a host name for each bucket.
    config.endpoint().ifPresent(uri -> builder.endpointOverride(uri).forcePathStyle(true));
    return builder.build();
  }

  void close() {
    s3.close();
  }

  @Override
  public Uni<Void> put(String name, Path staged) {
    return Uni.createFrom()
        .completionStage(
            () ->
                s3.putObject(
                    request -> request.bucket(bucket).key(name), AsyncRequestBody.fromFile(staged)))
        .call(stored -> workers.run(() -> Files.deleteIfExists(staged)))
        .replaceWithVoid();
  }

  @Override
  public Uni<Void> send(String name, long offset, long length, HttpServerResponse response) {
    GetObjectRequest request =
        GetObjectRequest.builder()
            .bucket(bucket)
            .key(name)
            .range("bytes=%d-%d".formatted(offset, offset + length - 1))
            .build();
    Context context = vertx.getOrCreateContext();
    CompletableFuture<ResponsePublisher<GetObjectResponse>> answer =
        s3.getObject(request, AsyncResponseTransformer.toPublisher());
    return Uni.createFrom()
        .completionStage(answer)
        .onFailure(NoSuchKeyException.class)
        .transform(absent -> new NoSuchFileException(name))
        .flatMap(
            bytes -> {
              CompletableFuture<Void> sent = new CompletableFuture<>();
              bytes.subscribe(new Sender(context, response, sent));
              return Uni.createFrom().completionStage(sent);
            });
  }

  @Override
  public Uni<Void> delete(String name) {
    return Uni.createFrom()
        .completionStage(() -> s3.deleteObject(request -> request.bucket(bucket).key(name)))
        .replaceWithVoid();
  }

  /** Asks for the next bytes only when the client has taken those before. */
  private static final class Sender implements Subscriber<ByteBuffer> {
    private final Context context;
    private final HttpServerResponse response;
    private final CompletableFuture<Void> sent;
    private Subscription subscription;

    Sender(Context context, HttpServerResponse response, CompletableFuture<Void> sent) {
      this.context = context;
      this.response = response;
      this.sent = sent;
    }

    @Override
    public void onSubscribe(Subscription begun) {
      subscription = begun;
      context.runOnContext(
          ready -> {
            response.closeHandler(closed -> giveUp());
            begun.request(1);
          });
    }

    @Override
    public void onNext(ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      context.runOnContext(ready -> write(Buffer.buffer(copy)));
    }

    private void write(Buffer bytes) {
      if (response.closed()) {
        giveUp();
        return;
      }
      response.write(bytes);
      if (response.writeQueueFull()) {
        response.drainHandler(drained -> subscription.request(1));
      } else {
        subscription.request(1);
      }
    }

    private void giveUp() {
      subscription.cancel();
      sent.complete(null);
    }

    @Override
    public void onError(Throwable failure) {
      context.runOnContext(ready -> sent.completeExceptionally(failure));
    }

    @Override
    public void onComplete() {
      context.runOnContext(ready -> response.end().onComplete(ended -> sent.complete(null)));
    }
  }
}
