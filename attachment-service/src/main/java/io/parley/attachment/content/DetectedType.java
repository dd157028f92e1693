package io.parley.attachment.content;

import java.util.Set;
import org.apache.tika.Tika;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MediaTypeRegistry;

/**
 * What the first bytes say, by the signatures that Apache Tika collects: whether they agree with
 * the extension, and if not, what the file is in a person's words.
 */
final class DetectedType {
  /** Tika looks no further. */
  private static final int PREFIX = 65_536;

  private static final Tika TIKA = new Tika();
  private static final MediaTypeRegistry REGISTRY = MediaTypeRegistry.getDefaultRegistry();
  private static final Set<String> OFFICE =
      Set.of("application/x-tika-msoffice", "application/msword", "application/vnd.ms-powerpoint");
  private static final Set<String> FILMS =
      Set.of("video/mp4", "video/quicktime", "video/x-m4v", "application/mp4");

  private final MediaType type;

  private DetectedType(MediaType type) {
    this.type = type;
  }

  static DetectedType of(ByteView file) {
    byte[] prefix = file.bytes(0, (int) Math.min(PREFIX, file.size()));
    return new DetectedType(MediaType.parse(TIKA.detect(prefix)));
  }

  /** Whether a file of this extension may look so at its beginning. */
  boolean agreesWith(FileType claimed) {
    String name = type.toString();
    return switch (claimed) {
      case PNG, JPG, JPEG, GIF, PDF -> name.equals(claimed.mediaType());
      // Brands and names of streams tell them apart; that is the containers' checks' work.
      case MOV, M4V, MP4 -> FILMS.contains(name) || isUnknown() || isIsoMedia();
      case DOC, PPT -> OFFICE.contains(name);
      case ODT -> name.equals(claimed.mediaType()) || name.equals("application/zip");
      case TXT -> REGISTRY.isInstanceOf(type, MediaType.TEXT_PLAIN) || isUnknown();
    };
  }

  private boolean isUnknown() {
    return type.equals(MediaType.OCTET_STREAM);
  }

  /**
   * Pictures and sounds with a brand of their own, about which a brand says more than a signature.
   */
  private boolean isIsoMedia() {
    return type.getSubtype().matches("hei[cf].*|avif.*|mp4.*|3gpp.*|x-m4a");
  }

  /** For a sentence that begins "This .pdf is really …". */
  String spoken() {
    String name = type.toString();
    if (name.matches(
        "application/(x-msdownload.*|x-dosexec|x-elf|x-executable|x-sharedlib|x-object"
            + "|x-mach-o.*|java-vm|java-archive|x-sh|x-msi|vnd.android.*|x-coredump)")) {
      return "a program";
    }
    if (name.equals("image/svg+xml")) {
      return "an SVG drawing";
    }
    if (name.equals("text/html") || name.equals("application/xhtml+xml")) {
      return "a web page";
    }
    if (OFFICE.contains(name)) {
      return "an Office file";
    }
    if (name.equals("application/pdf")) {
      return "a PDF";
    }
    return switch (type.getType()) {
      case "image" -> "a picture of another format (" + type.getSubtype() + ")";
      case "video" -> "a film (" + type.getSubtype() + ")";
      case "audio" -> "a sound";
      case "text" -> "text";
      default ->
          name.matches(".*(zip|tar|rar|7z|compress).*") ? "an archive" : "another kind of file";
    };
  }
}
