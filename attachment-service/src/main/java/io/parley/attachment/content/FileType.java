package io.parley.attachment.content;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The closed list of what may be sent, by extension. */
public enum FileType {
  PNG(FileKind.IMAGE, "image/png"),
  JPG(FileKind.IMAGE, "image/jpeg"),
  JPEG(FileKind.IMAGE, "image/jpeg"),
  GIF(FileKind.IMAGE, "image/gif"),
  MOV(FileKind.VIDEO, "video/quicktime"),
  M4V(FileKind.VIDEO, "video/x-m4v"),
  MP4(FileKind.VIDEO, "video/mp4"),
  ODT(FileKind.DOCUMENT, "application/vnd.oasis.opendocument.text"),
  PPT(FileKind.DOCUMENT, "application/vnd.ms-powerpoint"),
  TXT(FileKind.DOCUMENT, "text/plain"),
  DOC(FileKind.DOCUMENT, "application/msword"),
  PDF(FileKind.DOCUMENT, "application/pdf");

  private final FileKind kind;
  private final String mediaType;

  FileType(FileKind kind, String mediaType) {
    this.kind = kind;
    this.mediaType = mediaType;
  }

  public FileKind kind() {
    return kind;
  }

  /** The IANA media type, or the one in use where IANA has none; without parameters. */
  public String mediaType() {
    return mediaType;
  }

  /** Lower case, without a dot. */
  public String extension() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type by its extension in any case, without a dot; empty for one that cannot be sent. */
  public static Optional<FileType> byExtension(String extension) {
    return Arrays.stream(values())
        .filter(type -> type.extension().equals(extension.toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  /** All extensions for people: {@code png, jpg, … or pdf}. */
  public static String spoken() {
    FileType[] all = values();
    String most =
        Arrays.stream(all)
            .limit(all.length - 1L)
            .map(FileType::extension)
            .collect(Collectors.joining(", "));
    return most + " or " + all[all.length - 1].extension();
  }
}
