package io.parley.conversation.channel;

import io.parley.contracts.event.ChatMode;
import io.parley.conversation.access.ChannelAccess;
import io.parley.conversation.identity.Agent;
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

/** Whether the followers of a channel may write, and the switch for it. */
@Path("/api/channels/{channelId}/chat")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "channels")
public class ChannelChatResource {
  private final ChannelAccess access;
  private final ChannelChats chats;
  private final CurrentAgent caller;

  ChannelChatResource(ChannelAccess access, ChannelChats chats, CurrentAgent caller) {
    this.access = access;
    this.chats = chats;
    this.caller = caller;
  }

  /** What to set. */
  @Schema(name = "SetChatMode")
  public record SetMode(@Schema(required = true) ChatMode mode) {}

  @GET
  @RolesAllowed(Role.AGENT)
  @Operation(operationId = "getChannelChat", summary = "Whether the channel's followers may write")
  public Uni<ChannelChat> get(@PathParam("channelId") String channelId) {
    return access.forAgent(channelId, caller.get()).flatMap(chats::get);
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Role.CHAT_ADMIN)
  @Operation(
      operationId = "setChannelChat",
      summary = "Enable (TWO_WAY) or disable (ONE_WAY) live chat",
      description = "Setting the mode that is set already changes nothing.")
  public Uni<ChannelChat> set(@PathParam("channelId") String channelId, SetMode body) {
    if (body == null || body.mode() == null) {
      throw ProblemException.malformed("Say which mode: ONE_WAY or TWO_WAY.");
    }
    Agent agent = caller.get();
    return access
        .forAgent(channelId, agent)
        .flatMap(channel -> chats.set(channel, body.mode(), agent));
  }
}
