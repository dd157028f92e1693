package io.parley.analytics.figure;

/** Takes what a {@link Standing} makes of events. */
public interface Facts {
  /** Somebody in {@link Count#OPENED} and others that are nobody's doing. */
  String NOBODY = "";

  void turn(Turn turn);

  void finished(FinishedCycle cycle);

  /**
   * Something happened.
   *
   * @param agentId whose doing; {@link #NOBODY} for followers and systems
   */
  void count(String channelId, String agentId, long at, Count count, int times);

  /** The name under which an agent was seen. */
  void named(String agentId, String name, long at);
}
