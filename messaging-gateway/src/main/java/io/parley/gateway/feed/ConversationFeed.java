package io.parley.gateway.feed;

/**
 * How far one conversation's log has been broadcast by this gateway. All sockets that are live
 * stand at {@link #head()}; only those that are not have a {@link Cursor} of their own.
 */
final class ConversationFeed {
  /** What to do with an event of a given seq. */
  enum Step {
    /** It was broadcast before. */
    DROP,
    /** It is the next one. */
    BROADCAST,
    /** Something before it is missing. */
    FILL
  }

  private final String conversationId;
  private final String channelId;
  private final String followerId;
  private long head;
  private long publicHead;
  private long wanted;
  private boolean filling;

  ConversationFeed(String conversationId, String channelId, String followerId, long head) {
    this.conversationId = conversationId;
    this.channelId = channelId;
    this.followerId = followerId;
    this.head = head;
    this.wanted = head;
  }

  String conversationId() {
    return conversationId;
  }

  String channelId() {
    return channelId;
  }

  String followerId() {
    return followerId;
  }

  /** Seq of the last event broadcast; all before it were, too. */
  long head() {
    return head;
  }

  /** Seq of the last event broadcast that followers may see; 0 when none was yet. */
  long publicHead() {
    return publicHead;
  }

  Step step(long seq) {
    if (seq <= head) {
      return Step.DROP;
    }
    return seq == head + 1 ? Step.BROADCAST : Step.FILL;
  }

  void broadcast(EventFrame event) {
    if (event.seq() != head + 1) {
      throw new IllegalStateException(
          "seq " + event.seq() + " after " + head + " of " + conversationId);
    }
    head = event.seq();
    publicHead = event.forFollowers() ? event.seq() : event.publicBefore();
  }

  /** An event up to which the log must be filled. Returns whether a fill has to be started. */
  boolean want(long seq) {
    wanted = Math.max(wanted, seq);
    boolean start = !filling;
    filling = true;
    return start;
  }

  /** Whether the fill has to go on; it ends when everything wanted has been broadcast. */
  boolean fillOn() {
    filling = head < wanted;
    return filling;
  }

  /** The log does not have what a record announced: nothing is left to be wanted. */
  void giveUp() {
    wanted = head;
    filling = false;
  }
}
