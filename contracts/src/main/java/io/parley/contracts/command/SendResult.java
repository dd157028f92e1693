package io.parley.contracts.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.parley.contracts.problem.Problem;
import java.time.Instant;

/** What became of one {@link SendCommand}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "result")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SendResult.Stored.class, name = "stored"),
  @JsonSubTypes.Type(value = SendResult.Refused.class, name = "refused")
})
public sealed interface SendResult {

  /** Committed, now or by an earlier try with the same content. */
  record Stored(String conversationId, long seq, Instant sentAt) implements SendResult {}

  /** Nothing was stored. */
  record Refused(Problem problem) implements SendResult {}
}
