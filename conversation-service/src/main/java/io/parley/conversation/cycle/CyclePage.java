package io.parley.conversation.cycle;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.parley.contracts.event.Person;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Cycles of a conversation, newest first.
 *
 * @param nextCursor asks for the next page; absent on the last one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "CyclePage")
public record CyclePage(@Schema(required = true) List<Cycle> items, String nextCursor) {
  public CyclePage {
    items = List.copyOf(items);
  }

  /**
   * One pass through Unanswered, Active, Finished.
   *
   * @param firstSeq where it begins in the log
   * @param takenAt when it was first answered; absent while it waits
   * @param finishedAt absent while it is not finished
   * @param owners who owned it, in order, each once for every time they came to own it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "Cycle")
  public record Cycle(
      @Schema(required = true) int cycle,
      @Schema(required = true) long firstSeq,
      @Schema(required = true) Instant openedAt,
      Instant takenAt,
      Instant finishedAt,
      Person finishedBy,
      @Schema(required = true) List<Person> owners) {
    public Cycle {
      owners = List.copyOf(owners);
    }
  }
}
