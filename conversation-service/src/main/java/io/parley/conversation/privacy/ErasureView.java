package io.parley.conversation.privacy;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.parley.contracts.event.ConversationErased.Reason;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How far an erasure is. It names nobody.
 *
 * @param progress in percent
 * @param waitsFor why it does not go on at the moment; absent while it does
 * @param events places of the log that were emptied
 * @param files files that were removed
 * @param confirmed who holds nothing any more, and since when
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Erasure")
public record ErasureView(
    @Schema(required = true) String id,
    @Schema(required = true) String channelId,
    @Schema(required = true) Reason reason,
    @Schema(required = true) State state,
    @Schema(required = true, minimum = "0", maximum = "100") int progress,
    String waitsFor,
    @Schema(required = true) long events,
    @Schema(required = true) int files,
    @Schema(required = true) Map<String, Instant> confirmed,
    @Schema(required = true) Instant requestedAt,
    Instant doneAt) {

  /** Whether there is still something to be done. */
  @Schema(name = "ErasureState")
  public enum State {
    RUNNING,
    DONE
  }

  static ErasureView of(Erasure job) {
    Map<String, Instant> confirmed = new TreeMap<>();
    for (ErasureStep step : ErasureStep.values()) {
      String at = job.confirmed().getString(step.name());
      if (step.confirmedBy() != null && at != null) {
        confirmed.put(step.confirmedBy(), Instant.parse(at));
      }
    }
    return new ErasureView(
        job.id().toString(),
        job.channelId(),
        job.reason(),
        job.doneAt() == null ? State.RUNNING : State.DONE,
        job.percent(),
        job.waitsFor(),
        job.emptiedTo(),
        job.files(),
        confirmed,
        job.requestedAt().toInstant(),
        job.doneAt() == null ? null : job.doneAt().toInstant());
  }
}
