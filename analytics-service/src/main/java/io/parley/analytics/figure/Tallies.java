package io.parley.analytics.figure;

import java.util.Map;
import java.util.TreeMap;

/** Figures of one window: of the whole channel, and of each agent who did something in it. */
public final class Tallies {
  private final Tally whole = new Tally();
  private final Map<String, Tally> agents = new TreeMap<>();

  public Tally whole() {
    return whole;
  }

  public Tally agent(String agentId) {
    return agents.computeIfAbsent(agentId, id -> new Tally());
  }

  /** By agent id, in its order. */
  public Map<String, Tally> agents() {
    return agents;
  }

  public void count(String agentId, Count count, long times) {
    whole.add(count, times);
    if (!agentId.equals(Facts.NOBODY)) {
      agent(agentId).add(count, times);
    }
  }

  public void turn(String agentId, long micros, boolean first) {
    both(agentId, Interval.RESPONSE, micros);
    if (first) {
      both(agentId, Interval.FIRST_RESPONSE, micros);
    }
  }

  public void finished(String finishedBy, long handling, long resolution) {
    whole.get(Interval.HANDLING).add(handling);
    both(finishedBy, Interval.RESOLUTION, resolution);
  }

  /** The part of a finished cycle's handling time that belongs to one of its owners. */
  public void share(String agentId, long micros) {
    agent(agentId).get(Interval.HANDLING).add(micros);
  }

  private void both(String agentId, Interval interval, long micros) {
    whole.get(interval).add(micros);
    agent(agentId).get(interval).add(micros);
  }
}
