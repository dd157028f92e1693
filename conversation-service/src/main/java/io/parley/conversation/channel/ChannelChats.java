package io.parley.conversation.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.parley.contracts.event.ChannelChatChanged;
import io.parley.contracts.event.ChatMode;
import io.parley.contracts.event.Person;
import io.parley.contracts.json.Json;
import io.parley.contracts.topic.Topic;
import io.parley.conversation.access.AccessibleChannel;
import io.parley.conversation.audit.AuditAction;
import io.parley.conversation.audit.AuditEntry;
import io.parley.conversation.audit.AuditLog;
import io.parley.conversation.database.Database;
import io.parley.conversation.identity.Agent;
import io.parley.conversation.outbox.Outbox;
import io.parley.conversation.outbox.OutboxRecord;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

/** Reads and changes the chat modes of channels. */
@ApplicationScoped
class ChannelChats {
  private static final String COLUMNS =
      "id, chat_mode, revision, changed_by_id, changed_by_name, changed_at";

  private static final String SELECT = "SELECT " + COLUMNS + " FROM channel WHERE id = $1";

  private static final String CHANGE =
      """
      UPDATE channel
      SET chat_mode = $2, revision = revision + 1,
          changed_by_id = $3, changed_by_name = $4, changed_at = clock_timestamp()
      WHERE id = $1
      RETURNING\s"""
          + COLUMNS;

  private final Database database;
  private final Outbox outbox;

  ChannelChats(Database database, Outbox outbox) {
    this.database = database;
    this.outbox = outbox;
  }

  Uni<ChannelChat> get(AccessibleChannel channel) {
    return database.query(SELECT, channel.id()).map(rows -> read(rows.iterator().next()));
  }

  /** Sets the mode; nothing changes, and nobody is told, when it is that already. */
  Uni<ChannelChat> set(AccessibleChannel channel, ChatMode mode, Agent by) {
    return database
        .inTransaction(
            transaction ->
                transaction
                    .preparedQuery(SELECT + " FOR UPDATE")
                    .execute(Tuple.of(channel.id()))
                    .map(rows -> read(rows.iterator().next()))
                    .flatMap(
                        chat ->
                            chat.mode() == mode
                                ? Uni.createFrom().item(chat)
                                : change(transaction, chat.channelId(), mode, by)))
        .invoke(outbox::committed);
  }

  private Uni<ChannelChat> change(
      SqlConnection transaction, String channelId, ChatMode mode, Agent by) {
    return transaction
        .preparedQuery(CHANGE)
        .execute(Tuple.of(channelId, mode.name(), by.id(), by.name()))
        .map(rows -> read(rows.iterator().next()))
        .call(chat -> outbox.append(transaction, List.of(told(chat))))
        .call(chat -> AuditLog.record(transaction, recorded(chat)));
  }

  private static AuditEntry recorded(ChannelChat chat) {
    AuditAction action =
        switch (chat.mode()) {
          case TWO_WAY -> AuditAction.CHAT_ENABLED;
          case ONE_WAY -> AuditAction.CHAT_DISABLED;
        };
    return AuditEntry.of(
        chat.channelId(),
        chat.changedBy(),
        action,
        chat.channelId(),
        Map.of("revision", Long.toString(chat.revision())));
  }

  private static OutboxRecord told(ChannelChat chat) {
    ChannelChatChanged event =
        new ChannelChatChanged(
            chat.channelId(), chat.mode(), chat.revision(), chat.changedBy(), chat.changedAt());
    try {
      return new OutboxRecord(
          Topic.CHANNEL_CHAT_CHANGED, Json.tolerant().writeValueAsString(event));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A record of plain values is always JSON", e);
    }
  }

  private static ChannelChat read(Row row) {
    String changedBy = row.getString("changed_by_id");
    OffsetDateTime changedAt = row.getOffsetDateTime("changed_at");
    return new ChannelChat(
        row.getString("id"),
        ChatMode.valueOf(row.getString("chat_mode")),
        row.getLong("revision"),
        changedBy == null ? null : new Person(changedBy, row.getString("changed_by_name")),
        changedAt == null ? null : changedAt.toInstant());
  }
}
