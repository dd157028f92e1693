package io.parley.conversation.engagement;

import io.parley.conversation.access.FollowerAccess;
import io.parley.conversation.identity.CurrentAgent;
import io.parley.conversation.request.PageRequest;
import io.parley.rest.identity.Role;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A follower's engagements: what there was, and what can be sent. */
@Path("/api/channels/{channelId}/followers/{followerId}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "engagements")
public class EngagementResource {
  private final FollowerAccess access;
  private final EngagementHistory history;
  private final Catalogue catalogue;
  private final CurrentAgent caller;

  EngagementResource(
      FollowerAccess access, EngagementHistory history, Catalogue catalogue, CurrentAgent caller) {
    this.access = access;
    this.history = history;
    this.catalogue = catalogue;
    this.caller = caller;
  }

  @GET
  @Path("/engagements")
  @RolesAllowed(Role.AGENT)
  @Operation(
      operationId = "listEngagementHistory",
      summary = "What the follower did and received, newest first")
  public Uni<EngagementHistoryPage> history(
      @PathParam("channelId") String channelId,
      @PathParam("followerId") String followerId,
      @QueryParam("cursor") @Parameter(description = "nextCursor of the page before") String cursor,
      @QueryParam("limit")
          @Parameter(
              description = "Items of the page; more than 200 is answered with 200",
              schema = @Schema(type = SchemaType.INTEGER, minimum = "1", defaultValue = "50"))
          String limit) {
    return access
        .forAgent(channelId, followerId, caller.get())
        .flatMap(
            follower ->
                history.page(follower, Optional.ofNullable(cursor), PageRequest.size(limit)));
  }

  @GET
  @Path("/available-engagements")
  @RolesAllowed(Role.AGENT)
  @Operation(
      operationId = "listAvailableEngagements",
      summary = "What can be sent to the follower now")
  public Uni<AvailableEngagements> available(
      @PathParam("channelId") String channelId, @PathParam("followerId") String followerId) {
    return access
        .forAgent(channelId, followerId, caller.get())
        .flatMap(catalogue::available)
        .map(EngagementResource::toItems);
  }

  private static AvailableEngagements toItems(List<EngagementEntity> engagements) {
    return new AvailableEngagements(
        engagements.stream()
            .map(
                engagement ->
                    new AvailableEngagements.Item(
                        engagement.id,
                        engagement.kind,
                        engagement.title,
                        engagement.description,
                        engagement.code,
                        engagement.points,
                        engagement.availableUntil))
            .toList());
  }
}
