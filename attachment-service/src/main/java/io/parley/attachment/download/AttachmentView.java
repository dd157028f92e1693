package io.parley.attachment.download;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.parley.attachment.link.Links;
import io.parley.attachment.record.Attachment;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A file as its readers see it.
 *
 * @param contentUrl path and query of a link that needs no token, until {@code linksExpireAt}
 * @param thumbnailUrl as {@code contentUrl}; null for what is no image
 */
@Schema(name = "Attachment")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AttachmentView(
    @Schema(required = true) String id,
    @Schema(required = true, description = "A name to show, never a path") String fileName,
    @Schema(required = true, description = "Decided from the content") String mediaType,
    @Schema(required = true, description = "In bytes") long size,
    @Schema(required = true, description = "Of the stored bytes, hexadecimal") String sha256,
    @Schema(description = "In pixels as shown, of images and videos") Integer width,
    @Schema(description = "In pixels as shown, of images and videos") Integer height,
    @Schema(required = true) Instant uploadedAt,
    @Schema(required = true, description = "Needs no token") String contentUrl,
    @Schema(description = "A small picture of an image; needs no token") String thumbnailUrl,
    @Schema(required = true) Instant linksExpireAt) {

  public static AttachmentView of(Attachment file, Links links) {
    return new AttachmentView(
        file.id().toString(),
        file.fileName(),
        file.mediaType(),
        file.size(),
        file.sha256(),
        file.width(),
        file.height(),
        file.createdAt(),
        links.to(file.id(), Links.View.CONTENT),
        isImage(file) ? links.to(file.id(), Links.View.THUMBNAIL) : null,
        links.expiry());
  }

  static boolean isImage(Attachment file) {
    return file.mediaType().startsWith("image/");
  }

  static boolean isVideo(Attachment file) {
    return file.mediaType().startsWith("video/");
  }
}
