package io.parley.conversation.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.parley.contracts.event.ConversationEvent;
import io.parley.contracts.event.MessageSent;
import io.parley.contracts.event.NoteAdded;
import io.parley.contracts.event.Participant;
import io.parley.contracts.event.SentEngagement;
import io.parley.contracts.json.Json;
import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;
import io.parley.conversation.audit.AuditEntry;
import io.parley.conversation.lifecycle.ConversationState;
import io.parley.conversation.lifecycle.Decision;
import io.parley.conversation.lifecycle.Lifecycle;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A batch's commands against the locked conversations: what each comes to, and what there is to
 * append. Decided in memory, in the order in which the commands came.
 */
final class Batch {
  private static final ObjectReader EVENTS = Json.tolerant().readerFor(ConversationEvent.class);
  private static final ObjectWriter EVENT_WRITER =
      Json.tolerant().writerFor(ConversationEvent.class);

  private final Map<UUID, LockedConversation> conversations = new LinkedHashMap<>();
  private final Map<MessageKey, ConversationEvent> storedHere = new HashMap<>();
  private final List<Appended> appended = new ArrayList<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private final List<AuditEntry> audited = new ArrayList<>();
  private final Deletions deletions;

  Batch(RowSet<Row> locked, Deletions deletions) {
    this.deletions = deletions;
    for (Row row : locked) {
      LockedConversation conversation = new LockedConversation(row);
      conversations.put(conversation.id, conversation);
    }
  }

  /** Commands of now, each with its row of earlier tries. */
  static Batch of(
      List<LogCommand> commands,
      RowSet<Row> locked,
      RowSet<Row> earlierTries,
      Deletions deletions) {
    Batch batch = new Batch(locked, deletions);
    int place = 0;
    for (Row earlierTry : earlierTries) {
      batch.add(
          commands.get(place++), earlierTry.getString("body"), earlierTry.getOffsetDateTime("now"));
    }
    return batch;
  }

  /**
   * Decides about one more command.
   *
   * @param earlierTry the body of what an earlier try has stored, or null
   * @param now when the command is given
   */
  void add(LogCommand command, String earlierTry, OffsetDateTime now) {
    outcomes.add(decide(command, earlierTry, now));
  }

  /**
   * One event of the log, with its JSON as it will be stored and published.
   *
   * @param traceparent place in a trace of the command that it comes from, or null
   */
  record Appended(ConversationEvent event, String body, String traceparent) {}

  private record MessageKey(UUID conversationId, Participant sender, String clientMessageId) {}

  boolean isEmpty() {
    return appended.isEmpty();
  }

  List<Outcome> outcomes() {
    return outcomes;
  }

  List<Appended> appended() {
    return appended;
  }

  /** What the audit is told of it; nearly always nothing. */
  List<AuditEntry> audited() {
    return audited;
  }

  /** The places in traces, one an event; null when no event has any, as most batches. */
  String[] traceparents() {
    boolean none = appended.stream().allMatch(one -> one.traceparent() == null);
    return none ? null : appended.stream().map(Appended::traceparent).toArray(String[]::new);
  }

  /** The conversations that have something new. */
  Collection<LockedConversation> changed() {
    return conversations.values().stream().filter(LockedConversation::changed).toList();
  }

  private Outcome decide(LogCommand command, String earlierTry, OffsetDateTime now) {
    LockedConversation conversation = conversations.get(command.conversationId());
    if (conversation == null) {
      return refused(ProblemCode.NOT_FOUND, "There is no such conversation");
    }
    if (command.clientMessageId() != null) {
      ConversationEvent earlier = earlier(command, earlierTry);
      if (earlier != null) {
        return answerAgain(command, earlier);
      }
    }
    if (command instanceof LogCommand.Delete delete) {
      Optional<Outcome> answer = deletions.answer(delete);
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    return switch (Lifecycle.decide(conversation.state, conversation.chatMode, command.intent())) {
      case Decision.Accepted accepted -> append(conversation, accepted, command, now);
      case Decision.ChatDisabled disabled ->
          refused(
              ProblemCode.CHAT_DISABLED, "This channel writes to its followers; they cannot reply");
      case Decision.OwnedByAnother owned ->
          new Outcome.Refused(
              new Problem(
                  ProblemCode.CONVERSATION_OWNED,
                  owned.owner().name()
                      + " has taken this conversation; to take it over, confirm with takeOverFrom",
                  owned.owner()));
      case Decision.AlreadyOwner already ->
          new Outcome.Refused(
              new Problem(
                  ProblemCode.ALREADY_OWNER,
                  already.owner().name() + " owns this conversation already",
                  already.owner()));
      case Decision.AlreadyErased erased ->
          refused(ProblemCode.CONVERSATION_ERASED, "Nothing can be said in it any more");
      case Decision.NotActive notActive ->
          refused(
              ProblemCode.CONVERSATION_NOT_ACTIVE,
              "Only an active conversation can be finished or given to somebody");
    };
  }

  private Outcome append(
      LockedConversation conversation,
      Decision.Accepted accepted,
      LogCommand command,
      OffsetDateTime now) {
    ConversationState before = conversation.state;
    ConversationEvent last = null;
    for (ConversationEvent event : conversation.apply(accepted, command, now)) {
      appended.add(new Appended(event, toJson(event), command.traceparent()));
      Audited.entry(before, event).ifPresent(audited::add);
      last = event;
    }
    Objects.requireNonNull(last, "An accepted command records at least one fact");
    if (command.clientMessageId() != null) {
      storedHere.put(keyOf(command), last);
    } else if (command instanceof LogCommand.Delete delete) {
      deletions.accepted(delete);
    }
    return new Outcome.Stored(conversation.id, last.seq(), last.at());
  }

  private ConversationEvent earlier(LogCommand command, String earlierTry) {
    return earlierTry == null ? storedHere.get(keyOf(command)) : fromJson(earlierTry);
  }

  private static Outcome answerAgain(LogCommand command, ConversationEvent earlier) {
    boolean same =
        switch (command) {
          case LogCommand.Send send -> earlier instanceof MessageSent sent && same(send, sent);
          case LogCommand.Note note ->
              earlier instanceof NoteAdded added && note.text().equals(added.text());
          case LogCommand.Finish finish -> false;
          case LogCommand.Transfer transfer -> false;
          case LogCommand.Delete delete -> false;
          case LogCommand.Erase erase -> false;
        };
    return same
        ? new Outcome.Stored(command.conversationId(), earlier.seq(), earlier.at())
        : refused(
            ProblemCode.MESSAGE_ID_REUSED,
            "clientMessageId %s was used for another message; give each message its own"
                .formatted(command.clientMessageId()));
  }

  /** Of a deleted message nothing is left to compare: a retry of it is taken at its word. */
  private static boolean same(LogCommand.Send send, MessageSent earlier) {
    return Deletions.isDeleted(earlier)
        || (Objects.equals(send.text(), earlier.text())
            && send.attachmentIds().equals(earlier.attachmentIds())
            && Objects.equals(idOf(send.engagement()), idOf(earlier.engagement())));
  }

  private static String idOf(SentEngagement engagement) {
    return engagement == null ? null : engagement.id();
  }

  private static MessageKey keyOf(LogCommand command) {
    Participant nameless = new Participant(command.actor().role(), command.actor().id(), null);
    return new MessageKey(command.conversationId(), nameless, command.clientMessageId());
  }

  private static Outcome refused(ProblemCode code, String detail) {
    return new Outcome.Refused(Problem.of(code, detail));
  }

  static String toJson(ConversationEvent event) {
    try {
      return EVENT_WRITER.writeValueAsString(event);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("An event cannot be written as JSON", e);
    }
  }

  static ConversationEvent fromJson(String body) {
    try {
      return EVENTS.readValue(body);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("A stored event cannot be read", e);
    }
  }
}
