package io.parley.analytics.figure;

import io.parley.contracts.event.ConversationErased;
import io.parley.contracts.event.ConversationEvent;
import io.parley.contracts.event.ConversationFinished;
import io.parley.contracts.event.ConversationOpened;
import io.parley.contracts.event.ConversationTaken;
import io.parley.contracts.event.ConversationTransferred;
import io.parley.contracts.event.MessageDeleted;
import io.parley.contracts.event.MessageSent;
import io.parley.contracts.event.NoteAdded;
import io.parley.contracts.event.Person;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Where a conversation stands, as far as figures need to know: what is open and since when. Events
 * are applied one by one in seq order; what they complete goes to {@link Facts}.
 */
public final class Standing {
  /** Whether a cycle is open, and whether an agent owns it. */
  public enum Status {
    QUIET,
    UNANSWERED,
    ACTIVE,
    FINISHED
  }

  private final UUID conversationId;
  private final String channelId;
  private long seq;
  private Status status = Status.QUIET;
  private int cycle;
  private Long openedAt;
  private Long takenAt;
  private Long waitingSince;
  private boolean answered;
  private String ownerId;
  private Long ownedSince;
  private Map<String, Long> shares = new TreeMap<>();

  /** A conversation of which nothing was applied yet. */
  public Standing(UUID conversationId, String channelId) {
    this.conversationId = conversationId;
    this.channelId = channelId;
  }

  /** A conversation as it was kept. */
  public Standing(UUID conversationId, String channelId, long seq, Open open) {
    this(conversationId, channelId);
    this.seq = seq;
    this.status = open.status();
    this.cycle = open.cycle();
    this.openedAt = open.openedAt();
    this.takenAt = open.takenAt();
    this.waitingSince = open.waitingSince();
    this.answered = open.answered();
    this.ownerId = open.ownerId();
    this.ownedSince = open.ownedSince();
    this.shares = new TreeMap<>(open.shares());
  }

  /**
   * What to keep of a conversation.
   *
   * @param openedAt the cycle's first follower message
   * @param waitingSince the first follower message that nobody has answered; null when none waits
   * @param answered whether the cycle had its first answer
   * @param ownedSince since when the present owner has it
   * @param shares how long owners before had it, in microseconds
   */
  public record Open(
      Status status,
      int cycle,
      Long openedAt,
      Long takenAt,
      Long waitingSince,
      boolean answered,
      String ownerId,
      Long ownedSince,
      Map<String, Long> shares) {
    public Open {
      shares = Map.copyOf(shares);
    }
  }

  public Open open() {
    return new Open(
        status, cycle, openedAt, takenAt, waitingSince, answered, ownerId, ownedSince, shares);
  }

  public UUID conversationId() {
    return conversationId;
  }

  public String channelId() {
    return channelId;
  }

  /** The seq of the last event applied. */
  public long seq() {
    return seq;
  }

  public Status status() {
    return status;
  }

  /**
   * Applies the event that follows {@link #seq()}.
   *
   * @throws IllegalArgumentException for any other event
   */
  public void apply(ConversationEvent event, Facts facts) {
    if (event.seq() != seq + 1) {
      throw new IllegalArgumentException("Event " + event.eventId() + " does not follow " + seq);
    }
    seq = event.seq();
    long at = Micros.of(event.at());
    switch (event) {
      case ConversationOpened opened -> opened(opened, at, facts);
      case MessageSent sent -> sent(sent, at, facts);
      case ConversationTaken taken -> taken(taken, at, facts);
      case ConversationFinished finished -> finished(finished, at, facts);
      case ConversationTransferred transferred -> transferred(transferred, at, facts);
      // That it was said counts on; its attachments are gone from the log.
      case MessageDeleted deleted -> facts.deleted(conversationId, deleted.deletedSeq());
      case ConversationErased erased -> erased(facts);
      // Agents among themselves: neither an answer nor a message.
      case NoteAdded note -> {}
    }
  }

  /** What happened stays counted; an open cycle ends without having been finished. */
  private void erased(Facts facts) {
    status = Status.QUIET;
    close();
    facts.erased(conversationId);
  }

  private void opened(ConversationOpened event, long at, Facts facts) {
    status = Status.UNANSWERED;
    cycle = event.cycle();
    openedAt = at;
    answered = false;
    facts.count(channelId, Facts.NOBODY, at, Count.OPENED, 1);
  }

  private void sent(MessageSent event, long at, Facts facts) {
    String by =
        switch (event.sender().role()) {
          case FOLLOWER -> {
            waitingSince = waitingSince == null ? at : waitingSince;
            facts.count(channelId, Facts.NOBODY, at, Count.FOLLOWER_MESSAGES, 1);
            yield Facts.NOBODY;
          }
          case AGENT -> {
            facts.named(event.sender().id(), event.sender().name(), at);
            answered(event.sender().id(), at, facts);
            facts.count(channelId, event.sender().id(), at, Count.AGENT_MESSAGES, 1);
            yield event.sender().id();
          }
          case SYSTEM -> {
            facts.count(channelId, Facts.NOBODY, at, Count.SYSTEM_MESSAGES, 1);
            yield Facts.NOBODY;
          }
        };
    if (!event.attachmentIds().isEmpty()) {
      facts.attached(
          new Attached(conversationId, seq, channelId, by, at, event.attachmentIds().size()));
    }
  }

  private void answered(String agentId, long at, Facts facts) {
    if (waitingSince != null) {
      facts.turn(new Turn(conversationId, seq, channelId, agentId, waitingSince, at, !answered));
      waitingSince = null;
      answered = true;
    }
  }

  private void taken(ConversationTaken event, long at, Facts facts) {
    if (takenAt == null) {
      takenAt = at;
    }
    owns(event.owner(), at, facts);
    Count count = event.previousOwner() == null ? Count.TAKEN : Count.TAKEN_OVER;
    facts.count(channelId, event.owner().id(), at, count, 1);
  }

  private void transferred(ConversationTransferred event, long at, Facts facts) {
    owns(event.to(), at, facts);
    facts.count(channelId, event.to().id(), at, Count.TRANSFERRED, 1);
  }

  /** From now on the agent owns the conversation; what the owner before had is set down. */
  private void owns(Person agent, long at, Facts facts) {
    facts.named(agent.id(), agent.name(), at);
    closeShare(at);
    status = Status.ACTIVE;
    ownerId = agent.id();
    ownedSince = at;
  }

  private void closeShare(long at) {
    if (ownerId != null) {
      shares.merge(ownerId, at - ownedSince, Long::sum);
    }
  }

  private void finished(ConversationFinished event, long at, Facts facts) {
    String finisher = event.finishedBy().id();
    facts.named(finisher, event.finishedBy().name(), at);
    facts.count(channelId, finisher, at, Count.FINISHED, 1);
    closeShare(at);
    if (openedAt != null && takenAt != null) {
      facts.finished(
          new FinishedCycle(
              conversationId, cycle, channelId, finisher, openedAt, takenAt, at, shares));
    }
    status = Status.FINISHED;
    close();
  }

  /** Nobody waits in a chat that is over: what follows is another one. */
  private void close() {
    openedAt = null;
    takenAt = null;
    waitingSince = null;
    answered = false;
    ownerId = null;
    ownedSince = null;
    shares = new TreeMap<>();
  }
}
