package io.parley.conversation.access;

/** A channel that exists and that the caller may work in; only {@link ChannelAccess} makes it. */
public final class AccessibleChannel {
  private final String id;

  AccessibleChannel(String id) {
    this.id = id;
  }

  public String id() {
    return id;
  }
}
