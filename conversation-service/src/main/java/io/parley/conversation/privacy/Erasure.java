package io.parley.conversation.privacy;

import io.parley.contracts.event.ConversationErased.Reason;
import io.parley.conversation.log.LogErasure;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A job as it stands in the database.
 *
 * @param followerId null where only a conversation is erased, and once it is done
 * @param conversationId null until it is closed
 * @param waitsFor why it does not go on; null while it does
 * @param lastSeq where the emptied log ends
 * @param closedAt when the log was closed; what came later is another follower's
 * @param outboxId up to where the outbox has to be empty; null until it is known
 * @param topicEnds up to where topics have to be emptied; null until it is known
 */
record Erasure(
    UUID id,
    String channelId,
    String followerId,
    UUID conversationId,
    Reason reason,
    OffsetDateTime requestedAt,
    ErasureStep step,
    String waitsFor,
    long lastSeq,
    long emptiedTo,
    OffsetDateTime closedAt,
    int files,
    Long outboxId,
    JsonObject topicEnds,
    JsonObject confirmed,
    OffsetDateTime doneAt) {
  static final String COLUMNS =
      """
      id, channel_id, follower_id, conversation_id, reason, requested_at, step, waits_for,
      last_seq, emptied_to, closed_at, files, outbox_id, topic_ends::text, confirmed::text, done_at""";

  static Erasure of(Row row) {
    String ends = row.getString("topic_ends");
    return new Erasure(
        row.getUUID("id"),
        row.getString("channel_id"),
        row.getString("follower_id"),
        row.getUUID("conversation_id"),
        Reason.valueOf(row.getString("reason")),
        row.getOffsetDateTime("requested_at"),
        ErasureStep.valueOf(row.getString("step")),
        row.getString("waits_for"),
        row.getLong("last_seq"),
        row.getLong("emptied_to"),
        row.getOffsetDateTime("closed_at"),
        row.getInteger("files"),
        row.getLong("outbox_id"),
        ends == null ? null : new JsonObject(ends),
        new JsonObject(row.getString("confirmed")),
        row.getOffsetDateTime("done_at"));
  }

  /** How much is done, in percent; never more than is true. */
  int percent() {
    int done = step.percent();
    if (step != ErasureStep.LOG || lastSeq == 0) {
      return done;
    }
    int share = ErasureStep.OUTBOX.percent() - done;
    return done + (int) (share * emptiedTo / lastSeq);
  }

  /** Its log ends here. */
  Erasure closed(LogErasure.Closed end) {
    return new Erasure(
        id,
        channelId,
        followerId,
        end.conversationId(),
        reason,
        requestedAt,
        step,
        waitsFor,
        end.lastSeq(),
        emptiedTo,
        end.at(),
        files,
        outboxId,
        topicEnds,
        confirmed,
        doneAt);
  }

  /** The log is emptied to here. */
  Erasure withEmptiedTo(long seq) {
    return new Erasure(
        id,
        channelId,
        followerId,
        conversationId,
        reason,
        requestedAt,
        step,
        waitsFor,
        lastSeq,
        seq,
        closedAt,
        files,
        outboxId,
        topicEnds,
        confirmed,
        doneAt);
  }

  /** So many files are removed. */
  Erasure withFiles(int removed) {
    return new Erasure(
        id,
        channelId,
        followerId,
        conversationId,
        reason,
        requestedAt,
        step,
        waitsFor,
        lastSeq,
        emptiedTo,
        closedAt,
        removed,
        outboxId,
        topicEnds,
        confirmed,
        doneAt);
  }

  /** The outbox has to be empty up to here. */
  Erasure withOutboxId(long upTo) {
    return new Erasure(
        id,
        channelId,
        followerId,
        conversationId,
        reason,
        requestedAt,
        step,
        waitsFor,
        lastSeq,
        emptiedTo,
        closedAt,
        files,
        upTo,
        topicEnds,
        confirmed,
        doneAt);
  }

  /** Up to here the topics have to be emptied. */
  Erasure withTopicEnds(JsonObject ends) {
    return new Erasure(
        id,
        channelId,
        followerId,
        conversationId,
        reason,
        requestedAt,
        step,
        waitsFor,
        lastSeq,
        emptiedTo,
        closedAt,
        files,
        outboxId,
        ends,
        confirmed,
        doneAt);
  }
}
