package io.parley.bench.load;

import java.util.Arrays;

/** Sees that each agent connection gets each conversation's events in order, without a hole. */
final class SeqCheck {
  private final int conversations;
  private final long[] last;
  private long misordered;

  SeqCheck(int agents, int conversations) {
    this.conversations = conversations;
    this.last = new long[agents * conversations];
    Arrays.fill(last, -1);
  }

  void seen(int agent, int conversation, long seq) {
    int slot = agent * conversations + conversation;
    if (last[slot] >= 0 && seq != last[slot] + 1) {
      misordered++;
    }
    last[slot] = seq;
  }

  long misordered() {
    return misordered;
  }
}
