package io.parley.conversation.access;

import io.parley.contracts.event.Person;

/** A follower of a channel that the caller may work in; only {@link FollowerAccess} makes it. */
public final class AccessibleFollower {
  private final String channelId;
  private final Person person;

  AccessibleFollower(String channelId, Person person) {
    this.channelId = channelId;
    this.person = person;
  }

  public String channelId() {
    return channelId;
  }

  public String id() {
    return person.id();
  }

  /** Id and name. */
  public Person person() {
    return person;
  }
}
