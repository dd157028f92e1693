package io.parley.attachment.upload;

import io.parley.attachment.name.FileName;
import io.parley.attachment.storage.FullStorage;
import io.parley.attachment.storage.Staging;
import io.parley.attachment.storage.Workers;
import io.parley.contracts.problem.ProblemCode;
import io.parley.rest.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The bytes of one upload on their way to the disk. While some are written the next ones gather, up
 * to a bound; then the sender waits. The disk is asked to keep what it has early on, so that little
 * is left to flush at the end. When the file gets too large, it is cut off there and then.
 *
 * <p>All calls come on one event loop.
 */
final class Receiver {
  /** Written bytes after which the disk is asked to begin. */
  private static final int FLUSH_EVERY = 4_194_304;

  private final Workers workers;
  private final ReadStream<Buffer> source;
  private final Path path;
  private final FileName name;
  private final long limit;
  private final Inflow inflow;
  private final MessageDigest digest = sha256();
  private final UniEmitter<? super StagedFile> done;

  private FileChannel file;
  private List<Buffer> waiting = new ArrayList<>();
  private long size;
  private long flushedAt;
  private boolean writing;
  private boolean flushing;
  private Uni<Void> kept = Uni.createFrom().voidItem();
  private boolean ended;
  private Throwable failure;

  private Receiver(
      Workers workers,
      ReadStream<Buffer> source,
      Path path,
      FileName name,
      long limit,
      Inflow inflow,
      UniEmitter<? super StagedFile> done) {
    this.workers = workers;
    this.source = source;
    this.path = path;
    this.name = name;
    this.limit = limit;
    this.inflow = inflow;
    this.done = done;
  }

  /**
   * Receives a file.
   *
   * @param source paused
   * @param limit in bytes; one more fails with {@code attachment-too-large}
   * @param inflow held
   * @return the file; when it fails nothing is left on the disk
   */
  static Uni<StagedFile> receive(
      Workers workers,
      Staging staging,
      ReadStream<Buffer> source,
      FileName name,
      long limit,
      Inflow inflow) {
    Path path = staging.newFile();
    return workers
        .run(() -> FileChannel.open(path, Staging.NEW_FILE, Staging.OWNER_ONLY))
        .flatMap(
            file ->
                Uni.createFrom()
                    .<StagedFile>emitter(
                        done ->
                            new Receiver(workers, source, path, name, limit, inflow, done)
                                .start(file)))
        .onFailure()
        .transform(FullStorage::translate)
        .onFailure()
        .call(failed -> workers.run(() -> Files.deleteIfExists(path)))
        .onFailure()
        .invoke(failed -> source.resume());
  }

  static ProblemException tooLarge(FileName name, long limit) {
    return new ProblemException(
        ProblemCode.ATTACHMENT_TOO_LARGE,
        "A .%s may have at most %,d bytes. Send a smaller one."
            .formatted(name.type().extension(), limit));
  }

  private void start(FileChannel opened) {
    file = opened;
    source.exceptionHandler(this::fail);
    source.endHandler(
        end -> {
          ended = true;
          goOn();
        });
    source.handler(this::take);
    source.resume();
    inflow.go();
  }

  private void take(Buffer bytes) {
    if (failure != null) {
      return;
    }
    size += bytes.length();
    if (size > limit) {
      fail(tooLarge(name, limit));
      return;
    }
    waiting.add(bytes);
    inflow.came(bytes.length());
    goOn();
  }

  private void fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
      // What still comes waits until the answer is due, and is then thrown away.
      inflow.stop();
      source.handler(null);
      source.endHandler(null);
      goOn();
    }
  }

  /** Begins what comes next, unless a write is under way. */
  private void goOn() {
    if (writing) {
      return;
    }
    if (failure != null || (ended && waiting.isEmpty())) {
      end();
      return;
    }
    if (waiting.isEmpty()) {
      return;
    }
    List<Buffer> batch = waiting;
    waiting = new ArrayList<>();
    writing = true;
    workers
        .run(() -> write(batch))
        .subscribe()
        .with(
            written -> {
              writing = false;
              inflow.went(written);
              flushNowAndThen();
              goOn();
            },
            broken -> {
              writing = false;
              fail(broken);
            });
  }

  private int write(List<Buffer> batch) throws IOException {
    ByteBuffer[] pieces = new ByteBuffer[batch.size()];
    int bytes = 0;
    for (int i = 0; i < pieces.length; i++) {
      pieces[i] = ((BufferImpl) batch.get(i)).byteBuf().nioBuffer();
      bytes += pieces[i].remaining();
      digest.update(pieces[i].duplicate());
    }
    for (long left = bytes; left > 0; ) {
      left -= file.write(pieces);
    }
    return bytes;
  }

  private void flushNowAndThen() {
    if (!flushing && size - flushedAt >= FLUSH_EVERY) {
      flush();
    }
  }

  /** The disk tells an error once: whatever comes after a flush that failed has failed, too. */
  private void flush() {
    flushing = true;
    flushedAt = size;
    kept = kept.call(() -> workers.run(this::force)).memoize().indefinitely();
    kept.subscribe().with(flushed -> flushing = false, broken -> flushing = false);
  }

  private void end() {
    writing = true;
    if (failure == null) {
      flush();
    }
    Uni<Void> closed = kept.eventually(() -> workers.run(this::close)).memoize().indefinitely();
    if (failure == null) {
      closed.subscribe().with(done -> {}, broken -> {});
      done.complete(new StagedFile(path, size, HexFormat.of().formatHex(digest.digest()), closed));
    } else {
      closed.subscribe().with(empty -> done.fail(failure), broken -> done.fail(failure));
    }
  }

  private Void force() throws IOException {
    file.force(false);
    return null;
  }

  private Void close() throws IOException {
    file.close();
    return null;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
