package io.parley.contracts.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * Something that a follower did or received, told by the loyalty platform.
 *
 * @param id unique for ever; a second record of the same id is the same engagement
 * @param points how many points; null where none are involved
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EngagementRecorded(
    String id,
    String channelId,
    String followerId,
    Kind kind,
    String title,
    Integer points,
    Instant at) {

  /** What was recorded. */
  public enum Kind {
    COUPON_REDEEMED,
    POINTS_EARNED,
    MESSAGE_RECEIVED
  }
}
