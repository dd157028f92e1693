package io.parley.conversation.privacy;

/** What an erasure does next. Each step can be done again without harm. */
enum ErasureStep {
  /** Close the log, detach it from the follower, forget profile and engagements. */
  CLOSE(null, 0),
  /** Empty the places of the log. */
  LOG("conversation-service", 5),
  /** Wait until nothing from before is owed to Kafka. */
  OUTBOX(null, 50),
  /** Have attachment-service remove files. */
  FILES("attachment-service", 55),
  /** Wait until analytics-service has come to the log's end. */
  FIGURES("analytics-service", 70),
  /** Set down where the topics end. */
  TOPICS(null, 80),
  /** Empty the topics up to there, once everybody has read that far. */
  READERS("kafka", 90),
  DONE(null, 100);

  private final String confirmedBy;
  private final int percent;

  ErasureStep(String confirmedBy, int percent) {
    this.confirmedBy = confirmedBy;
    this.percent = percent;
  }

  /** Who holds nothing any more once this step is done; null when it is one of several. */
  String confirmedBy() {
    return confirmedBy;
  }

  /** About how much of the whole is behind a job that has come to this step, in percent. */
  int percent() {
    return percent;
  }
}
