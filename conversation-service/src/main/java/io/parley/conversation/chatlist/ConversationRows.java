package io.parley.conversation.chatlist;

import io.parley.contracts.command.ConversationStatus;
import io.parley.contracts.event.Person;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Rows of the conversation table as views. */
final class ConversationRows {
  static final String COLUMNS =
      """
      c.id, c.channel_id, c.follower_id, c.follower_name, c.status, c.cycle, c.owner_id,
      c.owner_name, c.opened_at, c.taken_at, c.finished_by_id, c.finished_by_name, c.finished_at,
      c.waiting_since, c.last_seq, c.last_activity_at, c.last_message::text AS last_message""";

  private ConversationRows() {}

  static ConversationView read(Row row) {
    return new ConversationView(
        row.getUUID("id").toString(),
        row.getString("channel_id"),
        person(row, "follower"),
        ConversationStatus.valueOf(row.getString("status")),
        row.getInteger("cycle"),
        person(row, "owner"),
        instant(row, "opened_at"),
        instant(row, "taken_at"),
        person(row, "finished_by"),
        instant(row, "finished_at"),
        instant(row, "waiting_since"),
        row.getLong("last_seq"),
        instant(row, "last_activity_at"),
        row.getString("last_message"),
        null,
        null);
  }

  private static Person person(Row row, String column) {
    String id = row.getString(column + "_id");
    return id == null ? null : new Person(id, row.getString(column + "_name"));
  }

  private static Instant instant(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }
}
