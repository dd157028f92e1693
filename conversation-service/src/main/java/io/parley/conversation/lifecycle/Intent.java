package io.parley.conversation.lifecycle;

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

  /** An automatic reply or engagement is sent by a system. */
  record SystemSends() implements Intent {}
}
