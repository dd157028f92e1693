package io.parley.conversation.privacy;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How far an export is.
 *
 * @param progress in percent
 * @param waitsFor why it does not go on at the moment; absent while it does
 * @param bytes how long its file is so far
 * @param expiresAt until when the file can be fetched
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Export")
public record ExportView(
    @Schema(required = true) String id,
    @Schema(required = true) String channelId,
    @Schema(required = true) State state,
    @Schema(required = true, minimum = "0", maximum = "100") int progress,
    String waitsFor,
    @Schema(required = true) long bytes,
    @Schema(required = true) Instant requestedAt,
    Instant doneAt,
    Instant expiresAt) {

  /** Whether the file can be fetched. */
  @Schema(name = "ExportState")
  public enum State {
    RUNNING,
    DONE
  }

  static ExportView of(Export job) {
    return new ExportView(
        job.id().toString(),
        job.channelId(),
        job.doneAt() == null ? State.RUNNING : State.DONE,
        job.step().percent(),
        job.waitsFor(),
        job.bytes(),
        job.requestedAt().toInstant(),
        job.doneAt() == null ? null : job.doneAt().toInstant(),
        job.expiresAt() == null ? null : job.expiresAt().toInstant());
  }
}
