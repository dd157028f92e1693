package io.parley.contracts.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.parley.contracts.event.ParticipantRole;
import java.time.Instant;
import java.util.List;

/**
 * {@code POST /internal/follower-files} of attachment-service: the files that a follower uploaded
 * or was sent, in the order of their ids.
 *
 * @param after the last id of the page before; null at the beginning
 * @param limit files of the page at most
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FollowerFiles(String channelId, String followerId, String after, int limit) {
  public static final int MAX_SIZE = 100;

  /** A page; the last one is shorter than asked for. */
  public record Page(List<File> files) {
    public Page {
      files = List.copyOf(files);
    }
  }

  /**
   * A file as it is known.
   *
   * @param size in bytes
   * @param link path and query under which attachment-service gives its content for some minutes
   */
  public record File(
      String id,
      String fileName,
      String mediaType,
      long size,
      String sha256,
      ParticipantRole uploadedBy,
      Instant at,
      String link) {}
}
