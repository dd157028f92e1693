package io.parley.attachment.upload;

import io.parley.attachment.name.DispositionHeader;
import io.parley.attachment.name.FileName;
import io.parley.rest.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** A request that brings a file, in one of the two forms. */
sealed interface Incoming {

  /** A file whose bytes have not begun to come. */
  record Part(FileName name, ReadStream<Buffer> bytes) {}

  /** Refuses what is known to be too large before any of it is read. */
  void requireFits(UploadConfig config);

  /** Bytes of the whole body as the client says; 0 when it does not. */
  long announcedBytes();

  /** Waits for the file to begin. */
  Uni<Part> open(UploadConfig config);

  /** Tells the two forms apart; the name of a raw body is read at once. */
  static Incoming of(HttpServerRequest request, Inflow inflow) {
    String type = request.getHeader("Content-Type");
    return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")
        ? new Form(request, inflow)
        : new Raw(
            request,
            FileName.of(DispositionHeader.fileName(request.getHeader("Content-Disposition"))));
  }

  private static long contentLength(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    return length == null ? 0 : Long.parseLong(length);
  }

  private static void begin(HttpServerRequest request) {
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
  }

  /** The body is the file. */
  record Raw(HttpServerRequest request, FileName name) implements Incoming {
    @Override
    public void requireFits(UploadConfig config) {
      long limit = config.bytes(name.type().kind());
      if (announcedBytes() > limit) {
        throw Receiver.tooLarge(name, limit);
      }
    }

    @Override
    public long announcedBytes() {
      return contentLength(request);
    }

    @Override
    public Uni<Part> open(UploadConfig config) {
      Incoming.begin(request);
      return Uni.createFrom().item(new Part(name, request));
    }
  }

  /** A form with one file; whatever else it holds is ignored. */
  record Form(HttpServerRequest request, Inflow inflow) implements Incoming {
    @Override
    public void requireFits(UploadConfig config) {
      // The name comes with the file; then its bytes are counted.
    }

    @Override
    public long announcedBytes() {
      return contentLength(request);
    }

    @Override
    public Uni<Part> open(UploadConfig config) {
      CompletableFuture<Part> begun = new CompletableFuture<>();
      try {
        request.setExpectMultipart(true);
      } catch (IllegalStateException e) {
        throw ProblemException.malformed("The form's Content-Type names no boundary.");
      }
      request.uploadHandler(upload -> begin(upload, begun));
      request.exceptionHandler(
          failure ->
              begun.completeExceptionally(ProblemException.malformed("The form cannot be read.")));
      request.endHandler(
          end ->
              begun.completeExceptionally(
                  ProblemException.malformed("The form holds no file with a name.")));
      Incoming.begin(request);
      request.resume();
      inflow.go();
      return Uni.createFrom().completionStage(begun);
    }

    private void begin(HttpServerFileUpload upload, CompletableFuture<Part> begun) {
      upload.pause();
      if (begun.isDone()) {
        // A second file: there is no place for it.
        upload.handler(ignored -> {});
        upload.resume();
        return;
      }
      inflow.hold();
      try {
        begun.complete(new Part(FileName.of(upload.filename()), upload));
      } catch (ProblemException refused) {
        upload.resume();
        begun.completeExceptionally(refused);
      }
    }
  }
}
