package io.parley.conversation.log;

import java.util.Optional;
import java.util.UUID;

/** Whose conversation it is: what an erasure alone changes about it. */
public record ConversationRef(UUID id, String channelId, String followerId) {

  /**
   * Reads an id as a client names it. Only the usual spelling: Java also reads shorter ones, which
   * would give one conversation several names.
   */
  public static Optional<UUID> parseId(String id) {
    try {
      UUID parsed = UUID.fromString(id == null ? "" : id);
      return parsed.toString().equals(id) ? Optional.of(parsed) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
