package io.parley.conversation.log;

import io.parley.contracts.event.ChatMode;
import io.parley.contracts.event.ConversationErased;
import io.parley.contracts.event.ConversationEvent;
import io.parley.contracts.event.ConversationFinished;
import io.parley.contracts.event.ConversationOpened;
import io.parley.contracts.event.ConversationTaken;
import io.parley.contracts.event.ConversationTransferred;
import io.parley.contracts.event.MessageDeleted;
import io.parley.contracts.event.MessageSent;
import io.parley.contracts.event.NoteAdded;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.event.Person;
import io.parley.conversation.lifecycle.ConversationState;
import io.parley.conversation.lifecycle.ConversationState.Active;
import io.parley.conversation.lifecycle.ConversationState.Erased;
import io.parley.conversation.lifecycle.ConversationState.Finished;
import io.parley.conversation.lifecycle.ConversationState.Quiet;
import io.parley.conversation.lifecycle.ConversationState.Unanswered;
import io.parley.conversation.lifecycle.Decision;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A conversation's row while a transaction holds its lock: what was read, and what the batch's
 * commands have made of it so far.
 */
final class LockedConversation {
  static final String COLUMNS =
      """
      c.id, c.channel_id, c.follower_id, c.follower_name, c.status, c.cycle, c.owner_id,
      c.owner_name, c.opened_at, c.taken_at, c.finished_by_id, c.finished_by_name, c.finished_at,
      c.waiting_since, c.last_seq, c.last_public_seq, c.last_activity_at""";

  final UUID id;
  final String channelId;
  final String followerId;
  final String followerName;
  final ChatMode chatMode;
  final ConversationState stateBefore;
  private final long lastSeqBefore;

  ConversationState state;
  OffsetDateTime openedAt;
  OffsetDateTime takenAt;
  OffsetDateTime finishedAt;
  OffsetDateTime waitingSince;
  OffsetDateTime lastActivityAt;
  long lastSeq;

  /** Seq of the newest event that followers may see. */
  long lastPublicSeq;

  /** The newest message, when this batch brought one. */
  MessageSent lastMessage;

  LockedConversation(Row row) {
    id = row.getUUID("id");
    channelId = row.getString("channel_id");
    followerId = row.getString("follower_id");
    followerName = row.getString("follower_name");
    chatMode = ChatMode.valueOf(row.getString("chat_mode"));
    state = stateOf(row);
    stateBefore = state;
    openedAt = row.getOffsetDateTime("opened_at");
    takenAt = row.getOffsetDateTime("taken_at");
    finishedAt = row.getOffsetDateTime("finished_at");
    waitingSince = row.getOffsetDateTime("waiting_since");
    lastActivityAt = row.getOffsetDateTime("last_activity_at");
    lastSeq = row.getLong("last_seq");
    lastSeqBefore = lastSeq;
    lastPublicSeq = row.getLong("last_public_seq");
  }

  private static ConversationState stateOf(Row row) {
    int cycle = row.getInteger("cycle");
    return switch (row.getString("status")) {
      case "QUIET" -> new Quiet();
      case "UNANSWERED" -> new Unanswered(cycle);
      case "ACTIVE" ->
          new Active(cycle, new Person(row.getString("owner_id"), row.getString("owner_name")));
      case "FINISHED" ->
          new Finished(
              cycle,
              new Person(row.getString("finished_by_id"), row.getString("finished_by_name")));
      case "ERASED" -> new Erased(cycle);
      case String other ->
          throw new IllegalStateException("Unknown status in the database: " + other);
    };
  }

  /**
   * Applies an accepted decision and returns its events, numbered.
   *
   * @param now the database's clock; moved forward where needed, so that times of one conversation
   *     never go back
   */
  List<ConversationEvent> apply(
      Decision.Accepted accepted, LogCommand command, OffsetDateTime now) {
    OffsetDateTime at = now.isBefore(lastActivityAt) && lastSeq > 0 ? lastActivityAt : now;
    state = accepted.next();
    lastActivityAt = at;
    long firstSeq = lastSeq + 1;
    List<ConversationEvent> events = new ArrayList<>(accepted.facts().size());
    for (Decision.Fact fact : accepted.facts()) {
      lastSeq++;
      ConversationEvent event = event(fact, command, firstSeq, at);
      if (event.topic().forFollowers()) {
        lastPublicSeq = lastSeq;
      }
      events.add(event);
    }
    return events;
  }

  private ConversationEvent event(
      Decision.Fact fact, LogCommand command, long firstSeq, OffsetDateTime at) {
    Instant instant = at.toInstant();
    String conversationId = id.toString();
    int cycle = state.cycle();
    return switch (fact) {
      case Decision.Opened opened -> {
        openedAt = at;
        takenAt = null;
        finishedAt = null;
        yield new ConversationOpened(
            conversationId,
            channelId,
            followerId,
            lastSeq,
            firstSeq,
            lastPublicSeq,
            instant,
            cycle,
            followerName);
      }
      case Decision.Taken taken -> {
        takenAt = at;
        yield new ConversationTaken(
            conversationId,
            channelId,
            followerId,
            lastSeq,
            firstSeq,
            lastPublicSeq,
            instant,
            cycle,
            taken.owner(),
            taken.previousOwner());
      }
      case Decision.Finished finished -> {
        finishedAt = at;
        waitingSince = null;
        yield new ConversationFinished(
            conversationId,
            channelId,
            followerId,
            lastSeq,
            firstSeq,
            lastPublicSeq,
            instant,
            cycle,
            finished.by());
      }
      case Decision.Noted noted -> {
        LogCommand.Note note = (LogCommand.Note) command;
        yield new NoteAdded(
            conversationId,
            channelId,
            followerId,
            lastSeq,
            firstSeq,
            lastPublicSeq,
            instant,
            cycle,
            note.clientMessageId(),
            note.actor().person(),
            note.text());
      }
      case Decision.Transferred transferred -> {
        takenAt = at;
        yield new ConversationTransferred(
            conversationId,
            channelId,
            followerId,
            lastSeq,
            firstSeq,
            lastPublicSeq,
            instant,
            cycle,
            transferred.from(),
            transferred.to(),
            transferred.by());
      }
      case Decision.Deleted deleted ->
          new MessageDeleted(
              conversationId,
              channelId,
              followerId,
              lastSeq,
              firstSeq,
              lastPublicSeq,
              instant,
              cycle,
              deleted.seq(),
              deleted.by());
      case Decision.Erased erased -> {
        waitingSince = null;
        yield new ConversationErased(
            conversationId,
            channelId,
            followerId,
            lastSeq,
            firstSeq,
            lastPublicSeq,
            instant,
            cycle,
            erased.reason());
      }
      case Decision.Sent sent -> {
        LogCommand.Send send = (LogCommand.Send) command;
        lastMessage =
            new MessageSent(
                conversationId,
                channelId,
                followerId,
                lastSeq,
                firstSeq,
                lastPublicSeq,
                instant,
                cycle,
                send.clientMessageId(),
                send.actor(),
                send.text(),
                send.attachmentIds(),
                send.attachments().isEmpty() ? null : send.attachments(),
                send.engagement());
        keepWaiting(send.actor().role(), at);
        yield lastMessage;
      }
    };
  }

  private void keepWaiting(ParticipantRole sender, OffsetDateTime at) {
    switch (sender) {
      case FOLLOWER -> waitingSince = waitingSince == null ? at : waitingSince;
      case AGENT -> waitingSince = null;
      case SYSTEM -> {}
    }
  }

  boolean changed() {
    return lastSeq != lastSeqBefore;
  }
}
