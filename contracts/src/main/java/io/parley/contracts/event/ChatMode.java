package io.parley.contracts.event;

/** Whether followers of a channel may write. */
public enum ChatMode {
  /** The default: the channel writes to followers, followers cannot write. */
  ONE_WAY,
  /** Live chat is enabled. */
  TWO_WAY
}
