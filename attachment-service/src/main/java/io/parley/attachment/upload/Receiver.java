package io.parley.attachment.upload;

import io.parley.attachment.name.FileName;
import io.parley.attachment.problem.ProblemException;
import io.parley.attachment.storage.FullStorage;
import io.parley.attachment.storage.Staging;
import io.parley.contracts.problem.ProblemCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.streams.ReadStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The bytes of one upload on their way to the disk. The sender is slowed down to the disk's pace,
 * so that few bytes wait in memory; when the file gets too large, it is cut off there and then.
 */
final class Receiver {
  /** Bytes of one upload that wait for the disk, beside those in flight to it. */
  private static final int WAITING_BYTES = 32_768;

  private final ReadStream<Buffer> source;
  private final AsyncFile file;
  private final Path path;
  private final FileName name;
  private final long limit;
  private final MessageDigest digest = sha256();
  private final Promise<StagedFile> done = Promise.promise();
  private long size;
  private boolean over;

  private Receiver(
      ReadStream<Buffer> source, AsyncFile file, Path path, FileName name, long limit) {
    this.source = source;
    this.file = file;
    this.path = path;
    this.name = name;
    this.limit = limit;
  }

  /**
   * Receives a file.
   *
   * @param source paused
   * @param limit in bytes; one more fails with {@code attachment-too-large}
   * @return the file; when it fails nothing is left on the disk
   */
  static Future<StagedFile> receive(
      Vertx vertx, Staging staging, ReadStream<Buffer> source, FileName name, long limit) {
    Path path = staging.newFile();
    OpenOptions options =
        new OpenOptions().setCreateNew(true).setRead(false).setPerms(Staging.permissions());
    return vertx
        .fileSystem()
        .open(path.toString(), options)
        .recover(failure -> Future.failedFuture(FullStorage.translate(failure)))
        .compose(
            file ->
                new Receiver(source, file.setWriteQueueMaxSize(WAITING_BYTES), path, name, limit)
                    .start())
        .recover(
            failure ->
                vertx
                    .fileSystem()
                    .delete(path.toString())
                    .transform(deleted -> Future.failedFuture(failure)));
  }

  static ProblemException tooLarge(FileName name, long limit) {
    return new ProblemException(
        ProblemCode.ATTACHMENT_TOO_LARGE,
        "A .%s may have at most %,d bytes. Send a smaller one."
            .formatted(name.type().extension(), limit));
  }

  private Future<StagedFile> start() {
    file.exceptionHandler(this::fail);
    source.exceptionHandler(this::fail);
    source.endHandler(end -> finish());
    source.handler(this::take);
    source.resume();
    return done.future();
  }

  private void take(Buffer bytes) {
    if (over) {
      return;
    }
    size += bytes.length();
    if (size > limit) {
      fail(tooLarge(name, limit));
      return;
    }
    digest.update(bytes.getBytes());
    file.write(bytes).onFailure(this::fail);
    if (file.writeQueueFull()) {
      source.pause();
      file.drainHandler(drained -> source.resume());
    }
  }

  private void finish() {
    if (over) {
      return;
    }
    over = true;
    file.close()
        .map(closed -> new StagedFile(path, size, HexFormat.of().formatHex(digest.digest())))
        .recover(failure -> Future.failedFuture(FullStorage.translate(failure)))
        .onComplete(done);
  }

  private void fail(Throwable failure) {
    if (over) {
      return;
    }
    over = true;
    // What still comes is thrown away, by whoever answers.
    source.handler(null);
    source.endHandler(null);
    file.drainHandler(null);
    file.close().onComplete(closed -> done.fail(FullStorage.translate(failure)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
