package io.parley.conversation.privacy;

import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A job as it stands in the database.
 *
 * @param position how far the present step is; null at its beginning
 * @param fileOffset how much was read of the file after {@code position}
 * @param pieces how many pieces its file has
 */
record Export(
    UUID id,
    String channelId,
    String followerId,
    OffsetDateTime requestedAt,
    Step step,
    String waitsFor,
    String position,
    long fileOffset,
    int pieces,
    long bytes,
    OffsetDateTime doneAt,
    OffsetDateTime expiresAt) {
  static final String COLUMNS =
      """
      id, channel_id, follower_id, requested_at, step, waits_for, position, file_offset, pieces,
      bytes, done_at, expires_at""";

  /** What is written next. */
  enum Step {
    PROFILE(0),
    ENGAGEMENTS(10),
    LOG(20),
    FILES(50),
    DONE(100);

    private final int percent;

    Step(int percent) {
      this.percent = percent;
    }

    /** About how much of the whole is behind a job that has come to this step, in percent. */
    int percent() {
      return percent;
    }
  }

  static Export of(Row row) {
    return new Export(
        row.getUUID("id"),
        row.getString("channel_id"),
        row.getString("follower_id"),
        row.getOffsetDateTime("requested_at"),
        Step.valueOf(row.getString("step")),
        row.getString("waits_for"),
        row.getString("position"),
        row.getLong("file_offset"),
        row.getInteger("pieces"),
        row.getLong("bytes"),
        row.getOffsetDateTime("done_at"),
        row.getOffsetDateTime("expires_at"));
  }
}
