package io.parley.conversation.lifecycle;

import io.parley.contracts.event.ConversationErased;
import io.parley.contracts.event.Person;
import java.util.List;

/** What an {@link Intent} comes to. */
public sealed interface Decision {

  /**
   * It happens.
   *
   * @param next the state that follows
   * @param facts what the log records, in order
   */
  record Accepted(ConversationState next, List<Fact> facts) implements Decision {
    public Accepted {
      facts = List.copyOf(facts);
    }
  }

  /** It does not happen, and nothing is stored. */
  sealed interface Refused extends Decision {}

  /** The channel's chat is one-way: its followers cannot write. */
  record ChatDisabled() implements Refused {}

  /** Another agent owns the conversation, and a takeover from that owner was not confirmed. */
  record OwnedByAnother(Person owner) implements Refused {}

  /**
   * It was to be given to the agent who owns it already; also what the retry of a transfer meets.
   */
  record AlreadyOwner(Person owner) implements Refused {}

  /** Only an active conversation can be finished or given away. */
  record NotActive() implements Refused {}

  /** The conversation was erased: nothing can be done in it. */
  record AlreadyErased() implements Refused {}

  /** One entry for the log. */
  sealed interface Fact {}

  /** A new cycle began. */
  record Opened() implements Fact {}

  /** The conversation got an owner. */
  record Taken(Person owner, Person previousOwner) implements Fact {}

  /** The message itself. */
  record Sent() implements Fact {}

  /** A note for agents only. */
  record Noted() implements Fact {}

  /** The conversation changed hands. */
  record Transferred(Person from, Person to, Person by) implements Fact {}

  /** The content of the message at {@code seq} is gone. */
  record Deleted(long seq, Person by) implements Fact {}

  /** What was said is being erased. */
  record Erased(ConversationErased.Reason reason) implements Fact {}

  /** The cycle ended. */
  record Finished(Person by) implements Fact {}
}
