package io.parley.conversation.chatlist;

import io.parley.contracts.command.ConversationStatus;
import io.parley.conversation.access.AccessibleChannel;
import io.parley.conversation.request.Cursor;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Which of a channel's conversations are listed.
 *
 * @param callerId who looks: rows tell how far this agent has read
 * @param ownerId only what this agent owns
 * @param name only followers whose name starts so, in whatever case, or who match words
 * @param words only conversations with a message that has all of them, too
 */
record ChatListFilter(
    AccessibleChannel channel,
    String callerId,
    Optional<ConversationStatus> status,
    Optional<String> ownerId,
    Optional<String> name,
    Optional<SearchWords> words) {

  /** Where a page starts: after the conversation with this sort key and id, in the list's order. */
  record Position(OffsetDateTime key, UUID id) {}

  /** Who waits longest comes first; everywhere else the newest activity does. */
  boolean longestWaitFirst() {
    return ownerId.isEmpty() && status.equals(Optional.of(ConversationStatus.UNANSWERED));
  }

  /** What has an owner is active: nothing matches an owner and another status. */
  boolean matchesNothing() {
    return ownerId.isPresent() && status.isPresent() && status.get() != ConversationStatus.ACTIVE;
  }

  String cursor(Position position) {
    return Cursor.encode(list(), Cursor.time(position.key()), position.id().toString());
  }

  Position position(String cursor) {
    List<String> key = Cursor.decode(list(), cursor, 2);
    try {
      return new Position(Cursor.time(key.get(0)), UUID.fromString(key.get(1)));
    } catch (IllegalArgumentException e) {
      throw Cursor.invalid();
    }
  }

  private List<String> list() {
    return List.of(
        "conversations",
        channel.id(),
        status.map(ConversationStatus::name).orElse(""),
        ownerId.orElse(""),
        name.orElse(""));
  }
}
