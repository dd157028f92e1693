package io.parley.conversation.lifecycle;

import io.parley.contracts.command.ConversationStatus;
import io.parley.contracts.event.Person;

/**
 * Where a conversation stands. The methods are the only legal moves: what a state cannot do, it has
 * no method for.
 */
public sealed interface ConversationState {

  /** The current or last pass through Unanswered, Active, Finished; 0 before the first. */
  int cycle();

  /** The state's name to clients and in the database. */
  default ConversationStatus status() {
    return switch (this) {
      case Quiet quiet -> ConversationStatus.QUIET;
      case Unanswered unanswered -> ConversationStatus.UNANSWERED;
      case Active active -> ConversationStatus.ACTIVE;
      case Finished finished -> ConversationStatus.FINISHED;
      case Erased erased -> ConversationStatus.ERASED;
    };
  }

  /** From anywhere, once. */
  default Erased erased() {
    return new Erased(cycle());
  }

  /** No follower has written yet. */
  record Quiet() implements ConversationState {
    @Override
    public int cycle() {
      return 0;
    }

    public Unanswered opened() {
      return new Unanswered(1);
    }
  }

  /** The follower waits for a first answer; nobody owns the conversation. */
  record Unanswered(int cycle) implements ConversationState {
    public Active taken(Person agent) {
      return new Active(cycle, agent);
    }
  }

  /** An agent owns the conversation. */
  record Active(int cycle, Person owner) implements ConversationState {
    public Active takenOver(Person agent) {
      return new Active(cycle, agent);
    }

    public Active transferred(Person to) {
      return new Active(cycle, to);
    }

    public Finished finished(Person by) {
      return new Finished(cycle, by);
    }

    boolean ownedBy(Person agent) {
      return owner.id().equals(agent.id());
    }
  }

  /** Nothing is left of what was said, and nothing follows: no move leads out. */
  record Erased(int cycle) implements ConversationState {}

  /** An agent has finished the conversation. */
  record Finished(int cycle, Person by) implements ConversationState {
    public Unanswered opened() {
      return new Unanswered(cycle + 1);
    }
  }
}
