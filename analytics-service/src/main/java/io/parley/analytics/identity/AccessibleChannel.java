package io.parley.analytics.identity;

/** A channel that the caller has a part in; only {@link ChannelAccess} makes it. */
public final class AccessibleChannel {
  private final String id;

  AccessibleChannel(String id) {
    this.id = id;
  }

  public String id() {
    return id;
  }
}
