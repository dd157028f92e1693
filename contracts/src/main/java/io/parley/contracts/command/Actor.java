package io.parley.contracts.command;

import io.parley.contracts.event.Participant;
import io.parley.contracts.event.ParticipantRole;
import java.util.Set;

/**
 * On whose behalf something is asked: the verified identity of a token.
 *
 * @param id the token's {@code sub}
 * @param channels those that the token names; all other channels do not exist for this actor
 */
public record Actor(ParticipantRole role, String id, String name, Set<String> channels) {
  public Actor {
    channels = channels == null ? Set.of() : Set.copyOf(channels);
  }

  public Participant participant() {
    return new Participant(role, id, name);
  }
}
