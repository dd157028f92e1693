package io.parley.conversation.message;

import io.parley.conversation.log.LogCommand;
import io.parley.conversation.log.Outcome;
import io.parley.rest.problem.ProblemException;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The acknowledgement of a message or note: it is committed, now or by an earlier try.
 *
 * @param seq its place in the conversation's log
 */
@Schema(name = "SentMessage")
public record SentMessage(
    @Schema(required = true) String clientMessageId,
    @Schema(required = true) String conversationId,
    @Schema(required = true) long seq,
    @Schema(required = true) Instant sentAt) {

  /**
   * What the sender is told.
   *
   * @throws ProblemException when the message was refused
   */
  public static SentMessage of(LogCommand send, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Stored stored ->
          new SentMessage(
              send.clientMessageId(),
              stored.conversationId().toString(),
              stored.seq(),
              stored.at());
      case Outcome.Refused refused -> throw new ProblemException(refused.problem());
    };
  }
}
