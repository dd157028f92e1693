package io.parley.conversation.lifecycle;

import io.parley.contracts.event.ConversationErased;
import io.parley.contracts.event.Person;

/** What somebody wants to do in a conversation, as far as the rules care. */
public sealed interface Intent {

  /** The follower sends a message. */
  record FollowerSends() implements Intent {}

  /**
   * An agent sends a message, attachment or engagement.
   *
   * @param takeOverFrom the owner's id that the agent saw when confirming a takeover, or null
   */
  record AgentSends(Person agent, String takeOverFrom) implements Intent {}

  /**
   * An agent finishes the conversation.
   *
   * @param takeOverFrom as for {@link AgentSends}
   */
  record AgentFinishes(Person agent, String takeOverFrom) implements Intent {}

  /** An agent leaves a note for the other agents. */
  record AgentNotes(Person agent) implements Intent {}

  /**
   * An agent gives the conversation to an agent of the same channel.
   *
   * @param to who is to own it
   * @param takeOverFrom as for {@link AgentSends}, when the conversation is another's to give
   */
  record AgentTransfers(Person agent, Person to, String takeOverFrom) implements Intent {}

  /**
   * An agent removes a message's content; that this agent may was checked before.
   *
   * @param seq of the message
   */
  record AgentDeletes(Person agent, long seq) implements Intent {}

  /** An automatic reply or engagement is sent by a system. */
  record SystemSends() implements Intent {}

  /** The conversation is erased, by a chat-admin's wish or because it was kept long enough. */
  record IsErased(ConversationErased.Reason reason) implements Intent {}
}
