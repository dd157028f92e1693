package io.parley.analytics.figure;

import java.util.Locale;

/** What is counted as it happens, by channel, agent and quarter of an hour. */
public enum Count {
  /** Cycles opened by a follower. */
  OPENED,
  /** Unanswered cycles taken by their first answer. */
  TAKEN,
  /** Active cycles that another agent took over. */
  TAKEN_OVER,
  /** Active cycles given to another agent, credited to the one who got them. */
  TRANSFERRED,
  /** Cycles finished, credited to the agent who finished. */
  FINISHED,
  /** Messages written by followers. */
  FOLLOWER_MESSAGES,
  /** Messages and engagements sent by agents. */
  AGENT_MESSAGES,
  /** Automatic messages and engagements: never an answer. */
  SYSTEM_MESSAGES,
  /** Attachments in messages of whatever side, as long as the message is not deleted. */
  ATTACHMENTS;

  /** The name in tables. */
  public String column() {
    return name().toLowerCase(Locale.ROOT);
  }
}
