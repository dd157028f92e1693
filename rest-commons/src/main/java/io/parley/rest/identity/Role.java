package io.parley.rest.identity;

/** What routes ask for, in the words of the tokens' {@code roles}. */
public final class Role {
  public static final String AGENT = "agent";

  /** An agent who may enable and disable chat. */
  public static final String CHAT_ADMIN = "chat-admin";

  /** An agent who may read analytics. */
  public static final String ANALYST = "analyst";

  public static final String FOLLOWER = "follower";

  /** Another service of the suite. */
  public static final String SERVICE = "service";

  private Role() {}
}
