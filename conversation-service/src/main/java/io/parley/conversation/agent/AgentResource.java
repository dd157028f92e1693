package io.parley.conversation.agent;

import io.parley.conversation.access.ChannelAccess;
import io.parley.conversation.identity.CurrentAgent;
import io.parley.rest.identity.Role;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The agents of a channel. */
@Path("/api/channels/{channelId}/agents")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "channels")
public class AgentResource {
  private final ChannelAccess access;
  private final ChannelAgents agents;
  private final CurrentAgent caller;

  AgentResource(ChannelAccess access, ChannelAgents agents, CurrentAgent caller) {
    this.access = access;
    this.agents = agents;
    this.caller = caller;
  }

  @GET
  @RolesAllowed(Role.AGENT)
  @Operation(operationId = "listAgents", summary = "The channel's agents that were ever seen")
  public Uni<AgentList> list(@PathParam("channelId") String channelId) {
    return access.forAgent(channelId, caller.get()).flatMap(channel -> agents.list(channel.id()));
  }
}
