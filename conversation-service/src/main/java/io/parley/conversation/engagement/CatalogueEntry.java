package io.parley.conversation.engagement;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.parley.contracts.event.EngagementKind;
import io.parley.contracts.limit.Limit;
import io.parley.rest.problem.ProblemException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An engagement of a channel's catalogue, as its chat-admins edit it.
 *
 * @param id the channel's own; in a path it may be left out of the body
 * @param code what the follower shows to redeem; of coupons only, and required there
 * @param points of points only, and required there
 * @param availableFrom absent when it can be sent at once
 * @param availableUntil from then on it can no longer be sent; absent when it stays
 * @param oncePerFollower whether a follower gets it once at most
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "CatalogueEntry")
public record CatalogueEntry(
    @Schema(required = true, pattern = "[A-Za-z0-9._:-]{1,64}") String id,
    @Schema(required = true) EngagementKind kind,
    @Schema(required = true, maxLength = 200) String title,
    @Schema(maxLength = 2000) String description,
    @Schema(maxLength = 64) String code,
    @Schema(minimum = "1") Integer points,
    Instant availableFrom,
    Instant availableUntil,
    Boolean oncePerFollower) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

  /** A year that PostgreSQL and every client can show. */
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  /** The same with that id, for a request that names it in its path. */
  CatalogueEntry withId(String newId) {
    if (id != null && !id.equals(newId)) {
      throw ProblemException.malformed("id must be the one of the path, or be left out.");
    }
    return new CatalogueEntry(
        newId,
        kind,
        title,
        description,
        code,
        points,
        availableFrom,
        availableUntil,
        oncePerFollower);
  }

  /**
   * Returns it when it can be stored.
   *
   * @throws ProblemException saying what is wrong with which one
   */
  CatalogueEntry checked() {
    require(
        id != null && ID.matcher(id).matches(), "id must be 1 to 64 letters, digits or . _ : -");
    require(kind != null, "kind is missing");
    require(title != null && !title.isBlank(), "title is missing");
    requireLength("title", title, Limit.ENGAGEMENT_TITLE_LENGTH);
    requireLength("description", description, Limit.ENGAGEMENT_DESCRIPTION_LENGTH);
    requireLength("code", code, Limit.ENGAGEMENT_CODE_LENGTH);
    require(
        (kind == EngagementKind.COUPON) == (code != null && !code.isBlank()),
        "code belongs to a COUPON, and only there");
    require(
        (kind == EngagementKind.POINTS) == (points != null),
        "points belong to POINTS, and only there");
    require(points == null || points > 0, "points must be 1 or more");
    requireTime("availableFrom", availableFrom);
    requireTime("availableUntil", availableUntil);
    require(
        availableFrom == null || availableUntil == null || availableFrom.isBefore(availableUntil),
        "availableFrom must be before availableUntil");
    return this;
  }

  private void requireTime(String field, Instant time) {
    require(
        time == null || (time.isAfter(Instant.EPOCH) && time.isBefore(LATEST)),
        field + " is of another era");
  }

  private void requireLength(String field, String value, Limit limit) {
    require(
        value == null || value.length() <= limit.value(),
        field + " may have " + limit.value() + " characters");
  }

  private void require(boolean right, String what) {
    if (!right) {
      throw ProblemException.malformed(
          (id == null || !ID.matcher(id).matches() ? "" : "Engagement " + id + ": ") + what + ".");
    }
  }
}
