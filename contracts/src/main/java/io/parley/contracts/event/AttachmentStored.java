package io.parley.contracts.event;

import java.time.Instant;

/**
 * An upload was checked and stored, and may now be referenced by a message.
 *
 * @param size in bytes
 * @param sha256 of the stored bytes, lower-case hexadecimal
 */
public record AttachmentStored(
    String attachmentId,
    String channelId,
    String followerId,
    Participant uploader,
    String fileName,
    String mediaType,
    long size,
    String sha256,
    Instant at) {}
