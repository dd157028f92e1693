package io.parley.attachment.upload;

import io.parley.attachment.content.FileKind;
import io.parley.contracts.limit.Limit;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Positive;

/** What may be uploaded. The sizes are told to clients by messaging-gateway too: set both alike. */
@ConfigMapping(prefix = "parley.attachment.upload")
public interface UploadConfig {
  /** Bytes of an image at most. */
  @WithDefault("10485760")
  @Positive
  long imageBytes();

  /** Bytes of a video at most. */
  @WithDefault("52428800")
  @Positive
  long videoBytes();

  /** Uploads at once; one more is refused as overloaded. */
  @WithDefault("256")
  @Positive
  int inFlight();

  /** Files that one person may have uploaded and not sent; one more is refused as rate-limited. */
  @WithDefault("200")
  @Positive
  int unsentPerPerson();

  /** Bytes of a file of this kind at most. */
  default long bytes(FileKind kind) {
    return switch (kind) {
      case DOCUMENT -> Limit.DOCUMENT_BYTES.value();
      case IMAGE -> imageBytes();
      case VIDEO -> videoBytes();
    };
  }
}
