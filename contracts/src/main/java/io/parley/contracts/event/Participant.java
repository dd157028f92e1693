package io.parley.contracts.event;

/** Somebody in a conversation, with the side they stand on. */
public record Participant(ParticipantRole role, String id, String name) {
  public Person person() {
    return new Person(id, name);
  }
}
