package io.parley.conversation.identity;

import io.parley.contracts.command.Actor;
import io.parley.contracts.event.Participant;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.event.Person;
import java.util.Set;

/**
 * A customer-care agent, as a verified token of the agents' issuer says.
 *
 * @param id the token's {@code sub}
 * @param channels those that the agent works for; all others do not exist for this agent
 */
public record Agent(String id, String name, Set<String> roles, Set<String> channels) {
  public Agent {
    roles = Set.copyOf(roles);
    channels = Set.copyOf(channels);
  }

  public Person person() {
    return new Person(id, name);
  }

  /** The same identity in the words that gateways use too. */
  public Actor actor() {
    return new Actor(ParticipantRole.AGENT, id, name, channels);
  }

  public Participant participant() {
    return new Participant(ParticipantRole.AGENT, id, name);
  }
}
