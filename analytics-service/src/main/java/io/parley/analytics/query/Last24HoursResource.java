package io.parley.analytics.query;

import io.parley.analytics.figure.Interval;
import io.parley.analytics.figure.Micros;
import io.parley.analytics.figure.Tally;
import io.parley.analytics.identity.AccessibleChannel;
import io.parley.analytics.identity.ChannelAccess;
import io.parley.analytics.projection.Figures;
import io.parley.analytics.projection.Generation;
import io.parley.rest.identity.Role;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How the last 24 hours of a channel went, at a glance. For the channel's agents too. */
@Path("/api/channels/{channelId}/analytics/last-24-hours")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "analytics")
public class Last24HoursResource {
  private static final Duration WINDOW = Duration.ofHours(24);

  private static final String NOW =
      """
      SELECT unanswered, active,
        (SELECT waiting_since FROM {}.conversation
         WHERE channel_id = ch.id AND waiting_since IS NOT NULL ORDER BY waiting_since LIMIT 1)
      FROM {}.channel ch WHERE id = ?""";

  private final ChannelAccess access;
  private final Snapshot snapshot;
  private final Clock clock;

  Last24HoursResource(ChannelAccess access, Snapshot snapshot, Clock clock) {
    this.access = access;
    this.snapshot = snapshot;
    this.clock = clock;
  }

  @GET
  @Blocking
  @RolesAllowed({Role.AGENT, Role.ANALYST})
  @Operation(
      operationId = "getLast24Hours",
      summary = "The last 24 hours of a channel",
      description =
          "The window is [from, to): 24 hours to the end of the present second. Carries an ETag of"
              + " the figures: ask again with If-None-Match.")
  @APIResponse(
      responseCode = "200",
      description = "The figures",
      content = @Content(schema = @Schema(implementation = Last24Hours.class)))
  @APIResponse(responseCode = "304", description = "Nothing has changed but the clock")
  public Response get(
      @PathParam("channelId") String channelId,
      @Context Request request,
      @Context HttpServerResponse response)
      throws SQLException {
    AccessibleChannel channel = access.get(channelId);
    Instant to = clock.instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    Last24Hours figures =
        snapshot.ask((generation, connection) -> read(generation, connection, channel, to));
    EntityTag tag = tag(figures);
    Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
    // In the place of what all other answers say: the browser may keep it and ask whether it holds.
    response.putHeader("Cache-Control", "private, no-cache");
    return (unchanged == null ? Response.ok(figures) : unchanged).tag(tag).build();
  }

  private static Last24Hours read(
      Generation generation, Connection connection, AccessibleChannel channel, Instant to)
      throws SQLException {
    Instant from = to.minus(WINDOW);
    Tally tally =
        new Figures(generation, connection)
            .read(
                channel.id(),
                List.of(Micros.of(from), Micros.of(to)),
                Figures.Who.WHOLE_WITHOUT_COUNTS)
            .getFirst()
            .whole();
    Now now = now(generation, connection, channel);
    return new Last24Hours(
        channel.id(),
        from,
        to,
        // Counts are kept by the quarter; every finished cycle has a resolution, to the
        // microsecond.
        tally.get(Interval.RESOLUTION).n(),
        now.active(),
        now.unanswered(),
        now.longestWaitSince(),
        IntervalFigure.of(tally.get(Interval.RESPONSE)),
        IntervalFigure.of(tally.get(Interval.FIRST_RESPONSE)),
        IntervalFigure.of(tally.get(Interval.HANDLING)));
  }

  /** What does not depend on the window. */
  private record Now(long unanswered, long active, Instant longestWaitSince) {}

  private static Now now(Generation generation, Connection connection, AccessibleChannel channel)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(generation.sql(NOW))) {
      statement.setString(1, channel.id());
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return new Now(0, 0, null);
        }
        Long waiting = row.getObject(3, Long.class);
        return new Now(
            row.getLong(1), row.getLong(2), waiting == null ? null : Micros.toInstant(waiting));
      }
    }
  }

  private static EntityTag tag(Last24Hours figures) {
    int hash =
        Objects.hash(
            figures.finished(),
            figures.activeNow(),
            figures.unansweredNow(),
            figures.longestWaitSince(),
            figures.responseTime(),
            figures.firstResponseTime(),
            figures.handlingTime());
    return new EntityTag(Integer.toHexString(hash), true);
  }
}
