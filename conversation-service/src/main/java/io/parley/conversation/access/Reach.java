package io.parley.conversation.access;

import io.parley.contracts.command.Actor;
import io.parley.conversation.log.ConversationRef;

/** Who may reach a conversation, by REST and socket alike: stated once. */
public final class Reach {
  private Reach() {}

  /**
   * A follower reaches its own, an agent those of its channels; both only by their token's list.
   */
  public static boolean allows(Actor actor, ConversationRef conversation) {
    if (!actor.channels().contains(conversation.channelId())) {
      return false;
    }
    return switch (actor.role()) {
      case FOLLOWER -> conversation.followerId().equals(actor.id());
      case AGENT -> true;
      case SYSTEM -> false;
    };
  }
}
