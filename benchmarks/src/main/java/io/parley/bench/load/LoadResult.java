package io.parley.bench.load;

import io.parley.bench.cost.CpuUse;
import java.util.Map;

/**
 * What one load did in its measured window.
 *
 * @param messages acked and delivered in the window
 * @param seconds length of the window
 * @param ack from sending (closed loop) or from the timetable (open loop) to the ack
 * @param delivery the same to the agent's socket
 * @param lateness how late the generator itself sent, against the timetable; empty in a closed loop
 * @param refusals codes of refused sends, with their numbers
 * @param unfinished messages that were still not acked and delivered ten seconds after the end
 * @param misordered events that reached an agent with a seq other than the next one
 */
public record LoadResult(
    int conversations,
    int agentConnections,
    long messages,
    double seconds,
    Latency ack,
    Latency delivery,
    Latency lateness,
    Map<String, Long> refusals,
    long unfinished,
    long misordered,
    CpuUse cpu) {

  public double perSecond() {
    return messages / seconds;
  }
}
