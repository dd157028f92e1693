package io.parley.conversation.log;

import io.parley.contracts.event.ConversationErased;
import io.parley.contracts.event.Participant;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.event.Person;
import io.parley.contracts.event.SentAttachment;
import io.parley.contracts.event.SentEngagement;
import io.parley.conversation.lifecycle.Intent;
import java.util.List;
import java.util.UUID;

/** Something to be done in one conversation, already validated and authorised. */
public sealed interface LogCommand {

  UUID conversationId();

  Participant actor();

  /** What a retry is known by; null for what has none. */
  default String clientMessageId() {
    return null;
  }

  /** Its place in a trace; null when it is in none. */
  default String traceparent() {
    return null;
  }

  /** What the rules are asked. */
  Intent intent();

  /**
   * A message or engagement to append.
   *
   * @param text null when there are only attachments or an engagement
   * @param attachments claimed for this message, in the order chosen by the sender
   * @param engagement null for an ordinary message
   * @param takeOverFrom the owner's id that an agent saw when confirming a takeover, or null
   * @param traceparent its place in a trace, or null
   */
  record Send(
      UUID conversationId,
      Participant actor,
      String clientMessageId,
      String text,
      List<SentAttachment> attachments,
      SentEngagement engagement,
      String takeOverFrom,
      String traceparent)
      implements LogCommand {
    public Send {
      attachments = List.copyOf(attachments);
    }

    /** A message that is in no trace. */
    public Send(
        UUID conversationId,
        Participant actor,
        String clientMessageId,
        String text,
        List<SentAttachment> attachments,
        SentEngagement engagement,
        String takeOverFrom) {
      this(
          conversationId,
          actor,
          clientMessageId,
          text,
          attachments,
          engagement,
          takeOverFrom,
          null);
    }

    /** The attachments by their ids alone. */
    public List<String> attachmentIds() {
      return attachments.stream().map(SentAttachment::id).toList();
    }

    @Override
    public Intent intent() {
      return switch (actor.role()) {
        case FOLLOWER -> new Intent.FollowerSends();
        case AGENT -> new Intent.AgentSends(actor.person(), takeOverFrom);
        case SYSTEM -> new Intent.SystemSends();
      };
    }
  }

  /** An agent finishes the conversation. */
  record Finish(UUID conversationId, Participant actor, String takeOverFrom) implements LogCommand {
    @Override
    public Intent intent() {
      return new Intent.AgentFinishes(actor.person(), takeOverFrom);
    }
  }

  /** An agent leaves a note for the other agents. */
  record Note(UUID conversationId, Participant actor, String clientMessageId, String text)
      implements LogCommand {
    @Override
    public Intent intent() {
      return new Intent.AgentNotes(actor.person());
    }
  }

  /**
   * An agent gives the conversation to another.
   *
   * @param to an agent of the same channel
   */
  record Transfer(UUID conversationId, Participant actor, Person to, String takeOverFrom)
      implements LogCommand {
    @Override
    public Intent intent() {
      return new Intent.AgentTransfers(actor.person(), to, takeOverFrom);
    }
  }

  /**
   * An agent removes a message's content.
   *
   * @param seq of the message
   * @param anybodys whether the agent may delete what others wrote, too
   */
  record Delete(UUID conversationId, Participant actor, long seq, boolean anybodys)
      implements LogCommand {
    @Override
    public Intent intent() {
      return new Intent.AgentDeletes(actor.person(), seq);
    }
  }

  /** The conversation is erased; its log ends with this. */
  record Erase(UUID conversationId, ConversationErased.Reason reason) implements LogCommand {
    private static final Participant NOBODY =
        new Participant(ParticipantRole.SYSTEM, "erasure", "Erasure");

    @Override
    public Participant actor() {
      return NOBODY;
    }

    @Override
    public Intent intent() {
      return new Intent.IsErased(reason);
    }
  }
}
