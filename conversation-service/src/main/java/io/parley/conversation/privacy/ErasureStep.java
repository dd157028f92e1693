package io.parley.conversation.privacy;

/** What an erasure does next. Each step can be done again without harm. */
enum ErasureStep {
  /** Close the log, detach it from the follower, forget profile and engagements. */
  CLOSE(null),
  /** Empty the places of the log. */
  LOG("conversation-service"),
  /** Wait until nothing from before is owed to Kafka. */
  OUTBOX(null),
  /** Have attachment-service remove files. */
  FILES("attachment-service"),
  /** Wait until analytics-service has come to the log's end. */
  FIGURES("analytics-service"),
  /** Set down where the topics end. */
  TOPICS(null),
  /** Empty the topics up to there, once everybody has read that far. */
  READERS("kafka"),
  DONE(null);

  private final String confirmedBy;

  ErasureStep(String confirmedBy) {
    this.confirmedBy = confirmedBy;
  }

  /** Who holds nothing any more once this step is done; null when it is one of several. */
  String confirmedBy() {
    return confirmedBy;
  }

  /** Part of the whole that is behind a job that has come to this step, in percent. */
  int percent() {
    return 100 * ordinal() / DONE.ordinal();
  }
}
