package io.parley.analytics.figure;

import java.util.Locale;

/** What is measured from one event to another. A window holds what ended in it. */
public enum Interval {
  /**
   * A turn: from the first follower message that nobody has answered to the next agent message;
   * credited to the agent who wrote it. A cycle that is finished first ends the turn without one.
   */
  RESPONSE,
  /** The first turn of a cycle. */
  FIRST_RESPONSE,
  /**
   * A cycle from the moment it was taken to the moment it was finished. An agent's is the part of
   * it that this agent owned, counted when the cycle is finished: the parts add up to the whole.
   */
  HANDLING,
  /** A cycle from its first follower message to finish; an agent's are those that it finished. */
  RESOLUTION;

  /** The start of the names in tables. */
  public String column() {
    return name().toLowerCase(Locale.ROOT);
  }
}
