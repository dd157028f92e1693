package io.parley.conversation.log;

import io.parley.contracts.event.ConversationErased;
import io.parley.contracts.event.ConversationEvent;
import io.parley.contracts.event.ConversationFinished;
import io.parley.contracts.event.ConversationOpened;
import io.parley.contracts.event.ConversationTaken;
import io.parley.contracts.event.ConversationTransferred;
import io.parley.contracts.event.MessageDeleted;
import io.parley.contracts.event.MessageSent;
import io.parley.contracts.event.NoteAdded;
import io.parley.contracts.event.Person;
import io.parley.conversation.audit.AuditAction;
import io.parley.conversation.audit.AuditEntry;
import io.parley.conversation.lifecycle.ConversationState;
import java.util.Map;
import java.util.Optional;

/** Which events of the log are recorded in the audit as well: few, and none of everyday's. */
final class Audited {
  private Audited() {}

  /**
   * What to record of an event, if anything.
   *
   * @param before the conversation's state until then
   */
  static Optional<AuditEntry> entry(ConversationState before, ConversationEvent event) {
    return switch (event) {
      case ConversationTaken taken when taken.previousOwner() != null ->
          takenOver(event, taken.owner(), taken.previousOwner());
      case ConversationTaken first -> Optional.empty();
      // Who finishes what another owned has taken it over for that.
      case ConversationFinished finished
          when before instanceof ConversationState.Active active
              && !active.owner().id().equals(finished.finishedBy().id()) ->
          takenOver(event, finished.finishedBy(), active.owner());
      case ConversationFinished own -> Optional.empty();
      case ConversationTransferred transferred ->
          entry(
              event,
              transferred.by(),
              AuditAction.CONVERSATION_TRANSFERRED,
              Map.of(
                  "seq",
                  Long.toString(event.seq()),
                  "from",
                  transferred.from().id(),
                  "to",
                  transferred.to().id()));
      case MessageDeleted deleted ->
          entry(
              event,
              deleted.deletedBy(),
              AuditAction.MESSAGE_DELETED,
              Map.of("seq", Long.toString(deleted.deletedSeq())));
      case ConversationOpened opened -> Optional.empty();
      case MessageSent sent -> Optional.empty();
      case NoteAdded note -> Optional.empty();
      // Recorded where it was asked for.
      case ConversationErased erased -> Optional.empty();
    };
  }

  private static Optional<AuditEntry> takenOver(ConversationEvent event, Person by, Person from) {
    return entry(
        event,
        by,
        AuditAction.CONVERSATION_TAKEN_OVER,
        Map.of("seq", Long.toString(event.seq()), "from", from.id()));
  }

  private static Optional<AuditEntry> entry(
      ConversationEvent event, Person by, AuditAction action, Map<String, String> details) {
    return Optional.of(
        AuditEntry.of(event.channelId(), by, action, event.conversationId(), details));
  }
}
