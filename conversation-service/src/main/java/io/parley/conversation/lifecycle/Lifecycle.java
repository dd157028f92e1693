package io.parley.conversation.lifecycle;

import io.parley.contracts.event.ChatMode;
import io.parley.contracts.event.Person;
import io.parley.conversation.lifecycle.ConversationState.Active;
import io.parley.conversation.lifecycle.ConversationState.Erased;
import io.parley.conversation.lifecycle.ConversationState.Finished;
import io.parley.conversation.lifecycle.ConversationState.Quiet;
import io.parley.conversation.lifecycle.ConversationState.Unanswered;
import io.parley.conversation.lifecycle.Decision.Accepted;
import io.parley.conversation.lifecycle.Decision.AlreadyErased;
import io.parley.conversation.lifecycle.Decision.AlreadyOwner;
import io.parley.conversation.lifecycle.Decision.ChatDisabled;
import io.parley.conversation.lifecycle.Decision.Deleted;
import io.parley.conversation.lifecycle.Decision.NotActive;
import io.parley.conversation.lifecycle.Decision.Noted;
import io.parley.conversation.lifecycle.Decision.Opened;
import io.parley.conversation.lifecycle.Decision.OwnedByAnother;
import io.parley.conversation.lifecycle.Decision.Sent;
import io.parley.conversation.lifecycle.Decision.Taken;
import io.parley.conversation.lifecycle.Decision.Transferred;
import java.util.List;

/** Decides what a conversation's state and its channel's chat mode make of an intent. */
public final class Lifecycle {

  private Lifecycle() {}

  public static Decision decide(ConversationState state, ChatMode mode, Intent intent) {
    if (state instanceof Erased) {
      return new AlreadyErased();
    }
    return switch (intent) {
      case Intent.FollowerSends sends -> followerSends(state, mode);
      case Intent.AgentSends sends -> agentSends(state, sends.agent(), sends.takeOverFrom());
      case Intent.AgentFinishes finishes ->
          agentFinishes(state, finishes.agent(), finishes.takeOverFrom());
      case Intent.AgentTransfers transfers -> agentTransfers(state, transfers);
      // At any time: they answer nothing and change no state.
      case Intent.AgentNotes notes -> new Accepted(state, List.of(new Noted()));
      case Intent.AgentDeletes deletes ->
          new Accepted(state, List.of(new Deleted(deletes.seq(), deletes.agent())));
      case Intent.SystemSends sends -> new Accepted(state, List.of(new Sent()));
      case Intent.IsErased erased ->
          new Accepted(state.erased(), List.of(new Decision.Erased(erased.reason())));
    };
  }

  private static Decision followerSends(ConversationState state, ChatMode mode) {
    if (mode == ChatMode.ONE_WAY) {
      return new ChatDisabled();
    }
    return switch (state) {
      case Quiet quiet -> new Accepted(quiet.opened(), List.of(new Opened(), new Sent()));
      case Finished finished -> new Accepted(finished.opened(), List.of(new Opened(), new Sent()));
      case Unanswered unanswered -> new Accepted(unanswered, List.of(new Sent()));
      case Active active -> new Accepted(active, List.of(new Sent()));
      case Erased erased -> new AlreadyErased();
    };
  }

  private static Decision agentSends(ConversationState state, Person agent, String takeOverFrom) {
    return switch (state) {
      // Only followers open a cycle: what the channel says before or after one changes nothing.
      case Quiet quiet -> new Accepted(quiet, List.of(new Sent()));
      case Finished finished -> new Accepted(finished, List.of(new Sent()));
      case Unanswered unanswered ->
          new Accepted(unanswered.taken(agent), List.of(new Taken(agent, null), new Sent()));
      case Active active when active.ownedBy(agent) -> new Accepted(active, List.of(new Sent()));
      case Active active when active.owner().id().equals(takeOverFrom) ->
          new Accepted(
              active.takenOver(agent), List.of(new Taken(agent, active.owner()), new Sent()));
      case Active active -> new OwnedByAnother(active.owner());
      case Erased erased -> new AlreadyErased();
    };
  }

  private static Decision agentFinishes(
      ConversationState state, Person agent, String takeOverFrom) {
    return switch (state) {
      case Active active when active.ownedBy(agent) || active.owner().id().equals(takeOverFrom) ->
          new Accepted(active.finished(agent), List.of(new Decision.Finished(agent)));
      case Active active -> new OwnedByAnother(active.owner());
      case Quiet quiet -> new NotActive();
      case Unanswered unanswered -> new NotActive();
      case Finished finished -> new NotActive();
      case Erased erased -> new AlreadyErased();
    };
  }

  private static Decision agentTransfers(ConversationState state, Intent.AgentTransfers intent) {
    return switch (state) {
      case Active active when active.ownedBy(intent.to()) -> new AlreadyOwner(active.owner());
      case Active active
          when active.ownedBy(intent.agent())
              || active.owner().id().equals(intent.takeOverFrom()) ->
          new Accepted(
              active.transferred(intent.to()),
              List.of(new Transferred(active.owner(), intent.to(), intent.agent())));
      case Active active -> new OwnedByAnother(active.owner());
      case Quiet quiet -> new NotActive();
      case Unanswered unanswered -> new NotActive();
      case Finished finished -> new NotActive();
      case Erased erased -> new AlreadyErased();
    };
  }
}
