package io.parley.analytics.query;

import io.parley.analytics.identity.AccessibleChannel;
import io.parley.analytics.identity.ChannelAccess;
import io.parley.rest.identity.Role;
import io.parley.rest.problem.ProblemException;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Any window of a channel in detail, for its analysts. */
@Path("/api/channels/{channelId}/analytics")
@Tag(name = "analytics")
public class ReportResource {
  private static final int MAX_ID = 255;

  private final ChannelAccess access;
  private final Reports reports;

  ReportResource(ChannelAccess access, Reports reports) {
    this.access = access;
    this.reports = reports;
  }

  @GET
  @Blocking
  @RolesAllowed(Role.ANALYST)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "getReport",
      summary = "A window of a channel in detail",
      description =
          "The window is [from, to), in buckets of the zone's clocks. What takes time belongs to the"
              + " bucket in which it ended.")
  public Report report(
      @PathParam("channelId") String channelId,
      @QueryParam("from")
          @Parameter(required = true, description = "A date in the zone, or a moment with offset")
          String from,
      @QueryParam("to") @Parameter(required = true, description = "As from; itself not included")
          String to,
      @QueryParam("bucket")
          @Parameter(
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      enumeration = {"hour", "day", "week", "month"},
                      defaultValue = "day"))
          String bucket,
      @QueryParam("zone") @Parameter(description = "A time zone; UTC unless told") String zone,
      @QueryParam("agent") @Parameter(description = "An agent's id: only this agent's figures")
          String agent)
      throws SQLException {
    AccessibleChannel channel = access.get(channelId);
    return reports.read(channel, Window.parse(from, to, bucket, zone), agent(agent));
  }

  @GET
  @Path("/csv")
  @Blocking
  @RolesAllowed(Role.ANALYST)
  @Produces("text/csv")
  @Operation(
      operationId = "getReportCsv",
      summary = "The same as CSV",
      description =
          "A row a bucket, then a row an agent over the whole window; times in seconds. The file is"
              + " named by channel and days.")
  public RestResponse<String> csv(
      @PathParam("channelId") String channelId,
      @QueryParam("from") @Parameter(required = true) String from,
      @QueryParam("to") @Parameter(required = true) String to,
      @QueryParam("bucket") String bucket,
      @QueryParam("zone") String zone,
      @QueryParam("agent") String agent)
      throws SQLException {
    Report report = report(channelId, from, to, bucket, zone, agent);
    return RestResponse.ResponseBuilder.ok(ReportCsv.write(report))
        .header(
            "Content-Disposition", "attachment; filename=\"" + ReportCsv.fileName(report) + "\"")
        .build();
  }

  private static Optional<String> agent(String agent) {
    if (agent != null && (agent.isBlank() || agent.length() > MAX_ID || agent.indexOf('\0') >= 0)) {
      throw ProblemException.malformed("agent must be an agent's id.");
    }
    return Optional.ofNullable(agent);
  }
}
