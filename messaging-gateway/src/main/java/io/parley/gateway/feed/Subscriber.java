package io.parley.gateway.feed;

import io.parley.contracts.command.Actor;
import io.parley.contracts.event.ParticipantRole;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One socket as delivery sees it; touched on the delivery thread only. Kept small: an idle agent
 * has no collections at all, an idle follower one cursor a conversation.
 */
public final class Subscriber {
  /** Cursors of one socket at most; beyond it the one made first is forgotten. */
  private static final int MAX_CURSORS = 4_096;

  private static final int MAX_EARLY = 16;

  private final Outlet outlet;
  private final Actor actor;
  private boolean welcomed;
  private boolean gone;
  private Map<String, Cursor> cursors = Map.of();

  /** Conversations with events that came before the welcome; null when there were none. */
  private Set<String> missed;

  /** Cursors that wait for their replay; null when there are none. */
  private ArrayDeque<Cursor> queue;

  private Cursor active;

  /** What the client asked for before its welcome; null when that was nothing. */
  private List<Runnable> early;

  public Subscriber(Actor actor, Outlet outlet) {
    this.actor = actor;
    this.outlet = outlet;
  }

  public Outlet outlet() {
    return outlet;
  }

  public Actor actor() {
    return actor;
  }

  boolean follower() {
    return actor.role() == ParticipantRole.FOLLOWER;
  }

  /** Whether this socket may be given an event: the one place that keeps followers from it. */
  boolean maySee(EventFrame event) {
    return !follower() || event.forFollowers();
  }

  /** Seq of the event that this socket must have had before it takes this one. */
  long before(EventFrame event) {
    return follower() ? event.publicBefore() : event.seq() - 1;
  }

  public boolean welcomed() {
    return welcomed;
  }

  /** What waited for the welcome; it is for the caller to run. */
  List<Runnable> welcome() {
    welcomed = true;
    List<Runnable> waiting = early == null ? List.of() : early;
    early = null;
    return waiting;
  }

  /** Runs a task now, or after the welcome. Returns whether it was taken. */
  public boolean whenWelcomed(Runnable task) {
    if (welcomed) {
      task.run();
      return true;
    }
    if (early == null) {
      early = new ArrayList<>(1);
    }
    return early.size() < MAX_EARLY && early.add(task);
  }

  public boolean gone() {
    return gone;
  }

  void leave() {
    gone = true;
    cursors = Map.of();
    queue = null;
    active = null;
    missed = null;
    early = null;
  }

  /** The conversations that this socket has a position in, by id. */
  Map<String, Cursor> cursors() {
    return cursors;
  }

  Cursor cursor(String conversationId) {
    return cursors.get(conversationId);
  }

  void put(Cursor cursor) {
    if (cursors.isEmpty()) {
      cursors = LinkedHashMap.newLinkedHashMap(1);
    }
    cursors.put(cursor.conversationId(), cursor);
    // A follower's are as many as its conversations; without one it would start from 0 again.
    if (!follower() && cursors.size() > MAX_CURSORS) {
      Cursor eldest = cursors.values().iterator().next();
      if (!eldest.replaying()) {
        cursors.remove(eldest.conversationId());
      }
    }
  }

  void remove(String conversationId) {
    cursors.remove(conversationId);
  }

  void missed(String conversationId) {
    if (missed == null) {
      missed = new HashSet<>();
    }
    missed.add(conversationId);
  }

  Set<String> takeMissed() {
    Set<String> taken = missed == null ? Set.of() : missed;
    missed = null;
    return taken;
  }

  /** Lines a cursor up. Returns whether nothing is being replayed, so that it can start. */
  boolean enqueue(Cursor cursor) {
    if (queue == null) {
      queue = new ArrayDeque<>(2);
    }
    queue.add(cursor);
    return active == null;
  }

  /** Makes the next cursor the one being replayed; null when none waits. */
  Cursor activateNext() {
    active = queue == null ? null : queue.poll();
    if (active == null) {
      queue = null;
    }
    return active;
  }

  boolean replaysWait() {
    return queue != null && !queue.isEmpty();
  }

  int replaysWaiting() {
    return queue == null ? 0 : queue.size();
  }
}
