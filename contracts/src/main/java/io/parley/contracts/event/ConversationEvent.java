package io.parley.contracts.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.parley.contracts.topic.Topic;
import java.time.Instant;

/**
 * One entry of a conversation's log. The same JSON object is stored, published on Kafka, returned
 * by REST and, with {@code "type":"event"} before it, sent on sockets.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ConversationOpened.class, name = "conversation-opened"),
  @JsonSubTypes.Type(value = MessageSent.class, name = "message-sent"),
  @JsonSubTypes.Type(value = ConversationTaken.class, name = "conversation-taken"),
  @JsonSubTypes.Type(value = ConversationFinished.class, name = "conversation-finished"),
  @JsonSubTypes.Type(value = MessageDeleted.class, name = "message-deleted"),
  @JsonSubTypes.Type(value = NoteAdded.class, name = "note-added"),
  @JsonSubTypes.Type(value = ConversationTransferred.class, name = "conversation-transferred"),
  @JsonSubTypes.Type(value = ConversationErased.class, name = "conversation-erased")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface ConversationEvent
    permits ConversationOpened,
        MessageSent,
        ConversationTaken,
        ConversationFinished,
        MessageDeleted,
        NoteAdded,
        ConversationTransferred,
        ConversationErased {

  String conversationId();

  String channelId();

  String followerId();

  /** Place in the conversation's log: 1, 2, 3, … without a gap. */
  long seq();

  /**
   * The seq of the first event that the same command stored; equal to {@link #seq()} when the
   * command stored one. A consumer that meets a conversation for the first time starts there.
   */
  long firstSeq();

  /**
   * The seq of the newest event before this one that followers may see; 0 when there is none. A
   * follower, who never gets private events, applies an event when {@code after <= position < seq}.
   * Null in events stored before there were private ones: then it is {@code seq - 1}.
   */
  Long after();

  /** When it was stored, by the database's clock. For people; order is by {@link #seq()}. */
  Instant at();

  /** The pass of the conversation through its states, from 1; 0 before the first. */
  int cycle();

  @JsonIgnore
  default Topic topic() {
    return switch (this) {
      case ConversationOpened opened -> Topic.CONVERSATION_OPENED;
      case MessageSent sent -> Topic.MESSAGE_SENT;
      case ConversationTaken taken -> Topic.CONVERSATION_TAKEN;
      case ConversationFinished finished -> Topic.CONVERSATION_FINISHED;
      case MessageDeleted deleted -> Topic.MESSAGE_DELETED;
      case NoteAdded added -> Topic.NOTE_ADDED;
      case ConversationTransferred transferred -> Topic.CONVERSATION_TRANSFERRED;
      case ConversationErased erased -> Topic.CONVERSATION_ERASED;
    };
  }

  /** The CloudEvents id: the same each time this event is delivered. */
  @JsonIgnore
  default String eventId() {
    return conversationId() + ":" + seq();
  }
}
