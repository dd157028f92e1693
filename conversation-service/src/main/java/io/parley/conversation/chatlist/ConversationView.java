package io.parley.conversation.chatlist;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.parley.contracts.command.ConversationStatus;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.event.Person;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A conversation as REST shows it.
 *
 * @param cycle 0 before the follower has written for the first time
 * @param owner present exactly while the status is ACTIVE
 * @param waitingSince when the first message came that no agent has answered; absent when none
 *     waits
 * @param lastMessage JSON as the log's writer stored it, put into the answer as it is
 * @param readSeq how far the asking agent has read; in lists only
 * @param marks how far each participant has got; absent in lists
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Conversation")
public record ConversationView(
    @Schema(required = true) String id,
    @Schema(required = true) String channelId,
    @Schema(required = true) Person follower,
    @Schema(required = true) ConversationStatus status,
    @Schema(required = true) int cycle,
    Person owner,
    Instant openedAt,
    Instant takenAt,
    Person finishedBy,
    Instant finishedAt,
    Instant waitingSince,
    @Schema(required = true) long lastSeq,
    @Schema(required = true) Instant lastActivityAt,
    @JsonRawValue @Schema(implementation = LastMessage.class) String lastMessage,
    Long readSeq,
    List<Mark> marks) {

  /** The newest message, as a list shows it. */
  public record LastMessage(
      LastSender sender,
      String text,
      @Schema(description = "Absent in what was stored before previews had it") Long seq,
      Instant at,
      @Schema(description = "Present, and true, when its content was removed") Boolean deleted) {}

  /** Who wrote the newest message. */
  public record LastSender(ParticipantRole role, String id, String name) {}

  /** How far a participant has got. */
  public record Mark(MarkedParticipant participant, long deliveredSeq, long readSeq) {}

  /** Whose mark it is. */
  public record MarkedParticipant(ParticipantRole role, String id) {}

  ConversationView withMarks(List<Mark> newMarks) {
    return new ConversationView(
        id,
        channelId,
        follower,
        status,
        cycle,
        owner,
        openedAt,
        takenAt,
        finishedBy,
        finishedAt,
        waitingSince,
        lastSeq,
        lastActivityAt,
        lastMessage,
        readSeq,
        newMarks);
  }

  ConversationView withReadSeq(long newReadSeq) {
    return new ConversationView(
        id,
        channelId,
        follower,
        status,
        cycle,
        owner,
        openedAt,
        takenAt,
        finishedBy,
        finishedAt,
        waitingSince,
        lastSeq,
        lastActivityAt,
        lastMessage,
        newReadSeq,
        marks);
  }
}
