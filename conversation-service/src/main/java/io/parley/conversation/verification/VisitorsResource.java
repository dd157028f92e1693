package io.parley.conversation.verification;

import io.parley.conversation.access.ChannelAccess;
import io.parley.conversation.identity.CurrentAgent;
import io.parley.rest.identity.Role;
import io.parley.rest.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The switch that lets people write to a channel without saying who they are. */
@Path("/api/channels/{channelId}/visitors")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.CHAT_ADMIN)
@Tag(name = "identity")
public class VisitorsResource {
  private final ChannelAccess access;
  private final Visitors visitors;
  private final CurrentAgent caller;

  VisitorsResource(ChannelAccess access, Visitors visitors, CurrentAgent caller) {
    this.access = access;
    this.visitors = visitors;
    this.caller = caller;
  }

  /** Whether visitors are let in. */
  @Schema(name = "Visitors")
  public record Setting(@Schema(required = true) Boolean allowed) {}

  @GET
  @Operation(operationId = "getVisitors", summary = "Whether visitors may write to the channel")
  public Uni<Setting> get(@PathParam("channelId") String channelId) {
    return access
        .forAgent(channelId, caller.get())
        .flatMap(channel -> visitors.allowed(channel.id()))
        .map(Setting::new);
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "setVisitors",
      summary = "Let visitors in, or not any more",
      description =
          "Visitors who are there keep their conversations; their tokens are not renewed.")
  public Uni<Setting> set(@PathParam("channelId") String channelId, Setting body) {
    return access
        .forAgent(channelId, caller.get())
        .flatMap(
            channel -> {
              if (body == null || body.allowed() == null) {
                throw ProblemException.malformed(
                    "Say whether visitors are allowed: true or false.");
              }
              return visitors.allow(channel, body.allowed());
            })
        .replaceWith(body);
  }
}
