package io.parley.attachment.record;

import io.parley.contracts.event.Participant;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.event.SentAttachment;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;

/**
 * One file as it is known.
 *
 * @param state as the table says
 * @param fileName null, as what follows, while its bytes are on their way
 * @param width in pixels as shown; null where unknown
 * @param thumbnailType media type of its small picture; null when it has none
 * @param conversationId of the message that carries it; null before
 * @param clientMessageId as {@code conversationId}
 */
public record Attachment(
    UUID id,
    State state,
    String channelId,
    String followerId,
    Participant uploader,
    String fileName,
    String mediaType,
    long size,
    String sha256,
    Integer width,
    Integer height,
    String thumbnailType,
    long thumbnailSize,
    Instant createdAt,
    UUID conversationId,
    String clientMessageId) {

  /** Where it is in its life; see the migration for what each means. */
  public enum State {
    WRITING,
    STORED,
    CLAIMED,
    SENT,
    REMOVING
  }

  static Attachment of(Row row) {
    Long size = row.getLong("size");
    Long thumbnailSize = row.getLong("thumbnail_size");
    return new Attachment(
        row.getUUID("id"),
        State.valueOf(row.getString("state")),
        row.getString("channel_id"),
        row.getString("follower_id"),
        new Participant(
            ParticipantRole.valueOf(row.getString("uploader_role")),
            row.getString("uploader_id"),
            row.getString("uploader_name")),
        row.getString("file_name"),
        row.getString("media_type"),
        size == null ? 0 : size,
        row.getString("sha256"),
        row.getInteger("width"),
        row.getInteger("height"),
        row.getString("thumbnail_type"),
        thumbnailSize == null ? 0 : thumbnailSize,
        row.getOffsetDateTime("created_at").toInstant(),
        row.getUUID("conversation_id"),
        row.getString("client_message_id"));
  }

  /** What its bytes are called in the store. */
  public static String storedName(UUID id) {
    return id.toString();
  }

  /** What its small picture is called in the store. */
  public static String thumbnailName(UUID id) {
    return id + ".thumbnail";
  }

  /** As messages describe it. */
  public SentAttachment sent() {
    return new SentAttachment(id.toString(), fileName, mediaType, size, width, height);
  }

  /** Whether this message carries it, or is on its way to. */
  public boolean belongsTo(UUID conversation, Participant sender, String messageId) {
    return (state == State.CLAIMED || state == State.SENT)
        && conversation.equals(conversationId)
        && messageId.equals(clientMessageId)
        && isUploadedBy(sender.role(), sender.id());
  }

  public boolean isUploadedBy(ParticipantRole role, String personId) {
    return uploader.role() == role && uploader.id().equals(personId);
  }
}
