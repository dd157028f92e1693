package io.parley.contracts.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * {@code POST /internal/file-erasures} of attachment-service: removes a piece of the files of a
 * conversation, and of its follower. To be asked again until it is done; asking again changes
 * nothing.
 *
 * @param followerId whose other files go too, sent or not; null for those of the conversation alone
 * @param before files that came later are those of a follower who came back
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FileErasure(
    String channelId, String followerId, String conversationId, Instant before) {

  /**
   * What became of it.
   *
   * @param removed files removed by this call, bytes and names
   * @param done whether none is left
   */
  public record Result(int removed, boolean done) {}
}
