package io.parley.gateway.feed;

/**
 * Where one socket stands in one conversation's log. It follows what is broadcast as long as that
 * is the next event; otherwise it replays: what it misses is read from the database, and live
 * events are left to that.
 *
 * <p>An event is the next one when the position has reached the event {@code before} it: for agents
 * the one with the seq before; for followers the one before it that they may see. A follower's
 * position is therefore always the seq of an event that followers may see.
 */
final class Cursor {
  /** What to do with a live event. */
  enum Step {
    SEND,
    IGNORE,
    /** There is a hole between the position and the event. */
    REPLAY
  }

  private enum State {
    FOLLOWING,
    REPLAYING,
    SUPERSEDED
  }

  private final String conversationId;
  private Resumption resumption;
  private long position;
  private State state = State.FOLLOWING;
  private int pagesWithoutProgress;

  /**
   * @param position seq of the last event that the client has
   * @param resumption the request that this cursor belongs to, or null
   */
  Cursor(String conversationId, long position, Resumption resumption) {
    this.conversationId = conversationId;
    this.position = position;
    this.resumption = resumption;
  }

  String conversationId() {
    return conversationId;
  }

  long position() {
    return position;
  }

  /** The request that waits for this cursor, once; null when none does any more. */
  Resumption takeResumption() {
    Resumption taken = resumption;
    resumption = null;
    return taken;
  }

  /** Decides about an event that is being broadcast, and moves when it is to be sent. */
  Step live(long seq, long before) {
    if (state != State.FOLLOWING || seq <= position) {
      return Step.IGNORE;
    }
    if (before > position) {
      return Step.REPLAY;
    }
    position = seq;
    return Step.SEND;
  }

  /** Decides about an event that this socket may not see: it can only show that one is missing. */
  Step hidden(long before) {
    return state == State.FOLLOWING && before > position ? Step.REPLAY : Step.IGNORE;
  }

  void startReplay() {
    state = State.REPLAYING;
    pagesWithoutProgress = 0;
  }

  boolean replaying() {
    return state == State.REPLAYING;
  }

  /** Takes an event read from the database. Returns whether it is the next one and to be sent. */
  boolean replay(long seq, long before) {
    if (state != State.REPLAYING || seq <= position || before > position) {
      return false;
    }
    position = seq;
    pagesWithoutProgress = 0;
    return true;
  }

  /** Counts pages that did not help, so that a log that lies cannot be asked for ever. */
  int noProgress() {
    return ++pagesWithoutProgress;
  }

  /** Ends the replay. A client that claimed more than {@code newest} is put back there. */
  void caughtUp(long newest) {
    position = Math.min(position, newest);
    state = State.FOLLOWING;
  }

  /** A newer request has taken this cursor's place. */
  void supersede() {
    state = State.SUPERSEDED;
  }

  boolean superseded() {
    return state == State.SUPERSEDED;
  }
}
