package io.parley.contracts.event;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A file as it was when it was sent: enough to show it without asking for it.
 *
 * @param fileName as its sender called it; a name to show, never a path
 * @param mediaType decided from the content
 * @param size in bytes
 * @param width in pixels as shown, of an image or video; null for documents and where unknown
 * @param height as {@code width}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SentAttachment(
    String id, String fileName, String mediaType, long size, Integer width, Integer height) {}
