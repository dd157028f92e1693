package io.parley.analytics;

import io.parley.contracts.event.ConversationErased;
import io.parley.contracts.event.ConversationEvent;
import io.parley.contracts.event.ConversationFinished;
import io.parley.contracts.event.ConversationOpened;
import io.parley.contracts.event.ConversationTaken;
import io.parley.contracts.event.ConversationTransferred;
import io.parley.contracts.event.MessageDeleted;
import io.parley.contracts.event.MessageSent;
import io.parley.contracts.event.NoteAdded;
import io.parley.contracts.event.Participant;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.event.Person;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** One conversation as it may happen; each call is a command, at a time that never goes back. */
public final class History {
  private final String id;
  private final String channelId;
  private final List<ConversationEvent> events = new ArrayList<>();
  private int cycle;
  private boolean open;
  private Person owner;
  private long seq;

  public History(String channelId) {
    this(UUID.randomUUID(), channelId);
  }

  public History(UUID id, String channelId) {
    this.id = id.toString();
    this.channelId = channelId;
  }

  /** The owner gives the conversation to another agent. */
  public History transfer(String toAgent, Instant at) {
    Person from = owner;
    owner = person(toAgent);
    events.add(
        new ConversationTransferred(
            id, channelId, "f", ++seq, seq, null, at, cycle, from, owner, from));
    return this;
  }

  public History note(String agentId, Instant at) {
    events.add(
        new NoteAdded(
            id, channelId, "f", ++seq, seq, null, at, cycle, "n-" + seq, person(agentId), "Note"));
    return this;
  }

  /** The log so far. */
  public List<ConversationEvent> events() {
    return Collections.unmodifiableList(events);
  }

  public boolean isOpen() {
    return open;
  }

  public String owner() {
    return owner == null ? null : owner.id();
  }

  public History followerWrites(Instant at) {
    return followerWrites(at, 0);
  }

  public History followerWrites(Instant at, int attachments) {
    long first = seq + 1;
    if (!open) {
      open = true;
      cycle++;
      events.add(
          new ConversationOpened(id, channelId, "f", ++seq, first, null, at, cycle, "Follower"));
    }
    return message(ParticipantRole.FOLLOWER, "f", first, at, attachments);
  }

  /** Takes an unanswered conversation, and takes over another's. */
  public History agentWrites(String agentId, Instant at) {
    long first = seq + 1;
    if (open && !agentId.equals(owner())) {
      Person before = owner;
      owner = person(agentId);
      events.add(
          new ConversationTaken(id, channelId, "f", ++seq, first, null, at, cycle, owner, before));
    }
    return message(ParticipantRole.AGENT, agentId, first, at, 0);
  }

  public History systemWrites(Instant at) {
    return message(ParticipantRole.SYSTEM, "system", seq + 1, at, 0);
  }

  public History finish(String agentId, Instant at) {
    if (!open || owner == null) {
      throw new IllegalStateException("Only an active conversation can be finished");
    }
    open = false;
    owner = null;
    events.add(
        new ConversationFinished(id, channelId, "f", ++seq, seq, null, at, cycle, person(agentId)));
    return this;
  }

  public History deleteMessage(long deletedSeq, Instant at) {
    events.add(
        new MessageDeleted(
            id, channelId, "f", ++seq, seq, null, at, cycle, deletedSeq, person("admin")));
    return this;
  }

  public History erase(Instant at) {
    open = false;
    owner = null;
    events.add(
        new ConversationErased(
            id,
            channelId,
            "f",
            ++seq,
            seq,
            null,
            at,
            cycle,
            ConversationErased.Reason.FOLLOWER_ERASED));
    return this;
  }

  private History message(
      ParticipantRole role, String sender, long first, Instant at, int attachments) {
    events.add(
        new MessageSent(
            id,
            channelId,
            "f",
            ++seq,
            first,
            null,
            at,
            cycle,
            "m-" + seq,
            new Participant(role, sender, "Name of " + sender),
            "Text",
            Collections.nCopies(attachments, "attachment"),
            null,
            null));
    return this;
  }

  private static Person person(String agentId) {
    return new Person(agentId, "Name of " + agentId);
  }
}
